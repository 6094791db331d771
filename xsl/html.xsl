<?xml version="1.0" encoding="UTF-8"?>
<!-- One document as one HTML page.  Parameters and includes only. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:bm="http://backmatter/"
    extension-element-prefixes="bm">

<!-- Text of the style sheet, printed in the page's head; empty: linked. -->
<xsl:param name="css"/>

<xsl:include href="modules/page-html.xsl"/>
<xsl:include href="modules/page.xsl"/>
<xsl:include href="common/profile-html.xsl"/>
<xsl:include href="common/all.xsl"/>

</xsl:stylesheet>
