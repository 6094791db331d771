<?xml version="1.0" encoding="UTF-8"?>
<!-- One document as one page. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    extension-element-prefixes="bm"
    exclude-result-prefixes="db bm xlink epub">

<xsl:template match="/">
  <xsl:apply-templates select="*" mode="chunk"/>
</xsl:template>

<xsl:template match="*" mode="chunk">
  <xsl:call-template name="page"/>
</xsl:template>

<xsl:template name="style">
  <xsl:choose>
    <xsl:when test="$css != ''">
      <style>
        <xsl:value-of select="$css"/>
      </style>
    </xsl:when>
    <xsl:when test="$context/@css != ''">
      <link rel="stylesheet" href="{$context/@css}"/>
    </xsl:when>
  </xsl:choose>
</xsl:template>

<xsl:template name="head-end"/>

<xsl:template name="page-top"/>

<xsl:template name="page-bottom">
  <xsl:call-template name="page-footer"/>
</xsl:template>

<!-- Nothing follows the text here. -->
<xsl:template name="content-end"/>

</xsl:stylesheet>
