<?xml version="1.0" encoding="UTF-8"?>
<!-- A document as EPUB content documents.  Parameters and includes only. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:bm="http://backmatter/"
    extension-element-prefixes="bm">

<!-- Not used here: content documents link to one style sheet. -->
<xsl:param name="css"/>

<xsl:include href="modules/page-epub.xsl"/>
<xsl:include href="common/profile-epub.xsl"/>
<xsl:include href="common/all.xsl"/>

</xsl:stylesheet>
