<?xml version="1.0" encoding="UTF-8"?>
<!-- A document as pages of a site.  Parameters and includes only. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:bm="http://backmatter/"
    extension-element-prefixes="bm">

<!-- Not used here: the site's pages link to one style sheet. -->
<xsl:param name="css"/>

<xsl:include href="modules/page-site.xsl"/>
<xsl:include href="modules/head-site.xsl"/>
<xsl:include href="modules/page.xsl"/>
<xsl:include href="common/profile-html.xsl"/>
<xsl:include href="common/all.xsl"/>

</xsl:stylesheet>
