<?xml version="1.0" encoding="UTF-8"?>
<!-- What the head of a site's page tells other programs: where the page is, in
     which languages, what a link to it looks like, and what changed. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:bm="http://backmatter/"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="bm">

<xsl:template name="head-end">
  <xsl:param name="description"/>
  <xsl:choose>
    <xsl:when test="@kind = 'moved'">
      <meta http-equiv="refresh" content="0; url={@target}"/>
      <meta name="robots" content="noindex"/>
      <xsl:if test="@target-address">
        <link rel="canonical" href="{@target-address}"/>
      </xsl:if>
    </xsl:when>
    <xsl:when test="@kind = '404'">
      <meta name="robots" content="noindex"/>
    </xsl:when>
    <xsl:otherwise>
      <xsl:call-template name="social">
        <xsl:with-param name="description" select="$description"/>
      </xsl:call-template>
    </xsl:otherwise>
  </xsl:choose>
  <xsl:if test="$context/@feed != ''">
    <link rel="alternate" type="application/atom+xml"
        href="{@bm:root}{$context/@feed}">
      <xsl:attribute name="title">
        <xsl:value-of select="bm:term('feed')"/>
      </xsl:attribute>
    </link>
  </xsl:if>
</xsl:template>

<xsl:template name="social">
  <xsl:param name="description"/>
  <xsl:for-each select="bm:page">
    <xsl:if test="@address != ''">
      <link rel="canonical" href="{@address}"/>
      <xsl:if test="bm:other[@kind = 'language'][@address != '']">
        <link rel="alternate" hreflang="{@lang}" href="{@address}"/>
      </xsl:if>
      <xsl:for-each select="bm:other[@kind = 'language'][@address != '']">
        <link rel="alternate" hreflang="{@lang}" href="{@address}"/>
      </xsl:for-each>
      <meta property="og:url" content="{@address}"/>
    </xsl:if>
    <meta property="og:type">
      <xsl:attribute name="content">
        <xsl:choose>
          <xsl:when test="@file = $context/@home">website</xsl:when>
          <xsl:otherwise>article</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
    </meta>
    <meta property="og:title" content="{@title}"/>
    <xsl:if test="$description != ''">
      <meta property="og:description" content="{$description}"/>
    </xsl:if>
    <xsl:if test="$context/@title != ''">
      <meta property="og:site_name" content="{$context/@title}"/>
    </xsl:if>
    <meta property="og:locale" content="{translate(@lang, '-', '_')}"/>
    <meta name="twitter:card" content="summary"/>
  </xsl:for-each>
</xsl:template>

</xsl:stylesheet>
