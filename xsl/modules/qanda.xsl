<?xml version="1.0" encoding="UTF-8"?>
<!-- Questions and answers. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<xsl:template match="db:qandaset | db:qandadiv">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:call-template name="heading"/>
    <xsl:apply-templates select="*[not(self::db:qandaentry or
        self::db:qandadiv)]"/>
    <xsl:if test="db:qandaentry">
      <dl class="questions">
        <xsl:apply-templates select="db:qandaentry"/>
      </dl>
    </xsl:if>
    <xsl:apply-templates select="db:qandadiv"/>
  </div>
</xsl:template>

<xsl:template match="db:qandaentry">
  <div>
    <xsl:call-template name="common"/>
    <xsl:apply-templates/>
  </div>
</xsl:template>

<xsl:template match="db:question">
  <dt>
    <xsl:call-template name="common"/>
    <xsl:call-template name="qanda-label">
      <xsl:with-param name="term" select="'question'"/>
    </xsl:call-template>
    <xsl:apply-templates select="node()[not(self::db:label)]"/>
  </dt>
</xsl:template>

<xsl:template match="db:answer">
  <dd>
    <xsl:call-template name="common"/>
    <xsl:call-template name="qanda-label">
      <xsl:with-param name="term" select="'answer'"/>
    </xsl:call-template>
    <xsl:apply-templates select="node()[not(self::db:label)]"/>
  </dd>
</xsl:template>

<!-- "Question" and "Answer" are heard; seen, weight and place say it. -->
<xsl:template name="qanda-label">
  <xsl:param name="term"/>
  <xsl:choose>
    <xsl:when test="db:label">
      <xsl:apply-templates select="db:label"/>
      <xsl:text> </xsl:text>
    </xsl:when>
    <xsl:when test="@bm:label">
      <span class="label">
        <xsl:value-of select="@bm:label"/>
      </span>
      <xsl:text> </xsl:text>
    </xsl:when>
    <xsl:when test="@bm:labels = 'qanda'">
      <span class="label">
        <xsl:value-of select="bm:term($term)"/>
        <xsl:call-template name="colon"/>
      </span>
    </xsl:when>
    <xsl:otherwise>
      <span class="visually-hidden">
        <xsl:value-of select="bm:term($term)"/>
        <xsl:call-template name="colon"/>
      </span>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

</xsl:stylesheet>
