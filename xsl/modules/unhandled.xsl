<?xml version="1.0" encoding="UTF-8"?>
<!-- What has no template is reported, and its words are kept. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    extension-element-prefixes="bm"
    exclude-result-prefixes="db bm xlink epub">

<xsl:template match="db:*" priority="-2">
  <bm:unhandled/>
  <xsl:choose>
    <xsl:when test="parent::db:para or parent::db:simpara or
        parent::db:phrase or parent::db:emphasis or parent::db:title or
        not(*)">
      <span>
        <xsl:call-template name="common">
          <xsl:with-param name="class" select="local-name()"/>
        </xsl:call-template>
        <xsl:apply-templates/>
      </span>
    </xsl:when>
    <xsl:otherwise>
      <div>
        <xsl:call-template name="common">
          <xsl:with-param name="class" select="local-name()"/>
        </xsl:call-template>
        <xsl:call-template name="block-title"/>
        <xsl:apply-templates/>
      </div>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

</xsl:stylesheet>
