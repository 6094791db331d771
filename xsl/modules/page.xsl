<?xml version="1.0" encoding="UTF-8"?>
<!-- The frame of an HTML page, as one document and as a page of a site. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<!-- The page of the current chunk.  What stands before and behind the main
     text differs: "page-top" and "page-bottom" are in page-html, page-site. -->
<xsl:template name="page">
  <xsl:variable name="lang">
    <xsl:call-template name="page-language"/>
  </xsl:variable>
  <html lang="{$lang}">
    <xsl:call-template name="direction">
      <xsl:with-param name="lang" select="$lang"/>
    </xsl:call-template>
    <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <title>
        <xsl:call-template name="page-title"/>
      </title>
      <xsl:variable name="description">
        <xsl:call-template name="description"/>
      </xsl:variable>
      <xsl:if test="$description != ''">
        <meta name="description" content="{$description}"/>
      </xsl:if>
      <xsl:for-each select="$context[@generator != '']">
        <meta name="generator" content="{@generator}"/>
      </xsl:for-each>
      <meta name="color-scheme" content="light dark"/>
      <xsl:call-template name="style"/>
      <xsl:call-template name="head-end">
        <xsl:with-param name="description" select="$description"/>
      </xsl:call-template>
    </head>
    <body>
      <a class="skip-link" href="#page-main">
        <xsl:value-of select="bm:term('skip')"/>
      </a>
      <xsl:call-template name="page-top"/>
      <main id="page-main">
        <xsl:call-template name="page-header"/>
        <xsl:call-template name="local-toc"/>
        <xsl:call-template name="page-content"/>
      </main>
      <xsl:call-template name="page-bottom"/>
    </body>
  </html>
</xsl:template>

<!-- The page's language: that of the nearest element that names one. -->
<xsl:template name="page-language">
  <xsl:choose>
    <xsl:when test="ancestor-or-self::*[@xml:lang != '']">
      <xsl:value-of select="ancestor-or-self::*[@xml:lang != ''][1]/@xml:lang"/>
    </xsl:when>
    <xsl:when test="bm:page/@lang != ''">
      <xsl:value-of select="bm:page/@lang"/>
    </xsl:when>
    <xsl:when test="$context/@lang != ''">
      <xsl:value-of select="$context/@lang"/>
    </xsl:when>
    <xsl:otherwise>en</xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- "Page – Book", each word once. -->
<xsl:template name="page-title">
  <xsl:variable name="own">
    <xsl:call-template name="own-title"/>
  </xsl:variable>
  <xsl:variable name="doc" select="normalize-space(bm:page/@doc-title)"/>
  <xsl:variable name="site" select="normalize-space($context/@title)"/>
  <xsl:value-of select="$own"/>
  <xsl:choose>
    <xsl:when test="$doc != '' and $doc != string($own)">
      <xsl:value-of select="concat(' – ', $doc)"/>
    </xsl:when>
    <xsl:when test="$site != '' and $site != string($own)">
      <xsl:value-of select="concat(' – ', $site)"/>
    </xsl:when>
  </xsl:choose>
</xsl:template>

<!-- The first paragraph of the abstract, as the page's description. -->
<xsl:template name="description">
  <xsl:value-of select="normalize-space(db:info/db:abstract/*[not(
      self::db:title)])"/>
</xsl:template>

<xsl:template name="page-header">
  <header class="page-header">
    <xsl:apply-templates select="*[@bm:top]"/>
    <xsl:call-template name="chunk-heading"/>
    <xsl:call-template name="page-info"/>
  </header>
</xsl:template>

<xsl:template name="local-toc">
  <xsl:for-each select="bm:page/bm:local-toc[count(.//bm:entry) &gt; 1]">
    <nav class="local-toc">
      <xsl:attribute name="aria-label">
        <xsl:value-of select="bm:term('on-this-page')"/>
      </xsl:attribute>
      <details>
        <summary>
          <xsl:value-of select="bm:term('on-this-page')"/>
        </summary>
        <ol>
          <xsl:apply-templates select="bm:entry" mode="toc"/>
        </ol>
      </details>
    </nav>
  </xsl:for-each>
</xsl:template>

<!-- All of the chunk that is not a page of its own. -->
<xsl:template name="page-content">
  <div>
    <xsl:attribute name="class">
      <xsl:value-of select="normalize-space(concat('content ', local-name(),
          ' ', @role))"/>
    </xsl:attribute>
    <xsl:call-template name="chunk-content"/>
    <xsl:call-template name="about"/>
    <xsl:if test="parent::*">
      <xsl:call-template name="imprint"/>
    </xsl:if>
  </div>
</xsl:template>

<!-- Publisher, rights and the program, at the foot of each page; what a part
     has of its own stands behind its text. -->
<xsl:template name="page-footer">
  <xsl:variable name="first" select="not(parent::*)"/>
  <footer class="page-footer">
    <xsl:for-each select="/*/db:info">
      <xsl:if test="db:publisher">
        <div class="publisher">
          <xsl:apply-templates select="db:publisher/node()"/>
        </div>
      </xsl:if>
      <xsl:for-each select="db:copyright">
        <p class="copyright">
          <xsl:call-template name="copyright"/>
        </p>
      </xsl:for-each>
      <xsl:for-each select="db:legalnotice">
        <div class="legalnotice">
          <xsl:if test="$first">
            <xsl:call-template name="id"/>
          </xsl:if>
          <xsl:call-template name="block-title"/>
          <xsl:apply-templates/>
        </div>
      </xsl:for-each>
    </xsl:for-each>
    <xsl:for-each select="$context[@generator != '']">
      <p class="generator">
        <xsl:value-of select="bm:term('made-with', @generator)"/>
      </p>
    </xsl:for-each>
  </footer>
</xsl:template>

</xsl:stylesheet>
