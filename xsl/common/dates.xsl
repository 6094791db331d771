<?xml version="1.0" encoding="UTF-8"?>
<!-- Dates, in the words that were resolved. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:bm="http://backmatter/"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="bm">

<!-- The date that the current element is; else what it says. -->
<xsl:template name="date">
  <xsl:choose>
    <xsl:when test="@bm:date">
      <time datetime="{@bm:iso}">
        <xsl:value-of select="@bm:date"/>
      </time>
    </xsl:when>
    <xsl:when test="@content">
      <xsl:value-of select="@content"/>
    </xsl:when>
    <xsl:otherwise>
      <xsl:value-of select="normalize-space()"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

</xsl:stylesheet>
