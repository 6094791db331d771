<?xml version="1.0" encoding="UTF-8"?>
<!-- Disclaimers that a pass put in.  Titles name them but are no headings. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<xsl:template name="disclaimer">
  <xsl:variable name="label">
    <xsl:if test="@xml:id and (db:title or db:info/db:title)">
      <xsl:value-of select="concat(@xml:id, '-title')"/>
    </xsl:if>
  </xsl:variable>
  <xsl:call-template name="notice">
    <xsl:with-param name="class">
      <xsl:value-of select="local-name()"/>
      <xsl:if test="@bm:kind != ''">
        <xsl:value-of select="concat(' notice-', @bm:kind)"/>
      </xsl:if>
      <xsl:if test="@bm:landmark = 'yes'"> notice-urgent</xsl:if>
    </xsl:with-param>
    <xsl:with-param name="label" select="$label"/>
    <xsl:with-param name="content">
      <xsl:if test="db:title or db:info/db:title">
        <xsl:call-template name="notice-heading">
          <xsl:with-param name="label" select="$label"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:apply-templates/>
    </xsl:with-param>
  </xsl:call-template>
</xsl:template>

</xsl:stylesheet>
