<?xml version="1.0" encoding="UTF-8"?>
<!-- EPUB content documents, the navigation document and the front pages. -->
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

<!-- One content document, then those of the chunks inside. -->
<xsl:template match="*" mode="chunk">
  <bm:chunk file="{@bm:chunk}">
    <xsl:call-template name="document"/>
  </bm:chunk>
  <xsl:apply-templates select="*[@bm:chunk]" mode="chunk"/>
</xsl:template>

<xsl:template match="*" mode="body">
  <section>
    <xsl:apply-templates select="." mode="semantics"/>
    <xsl:call-template name="page-semantics"/>
    <xsl:attribute name="class">
      <xsl:value-of select="normalize-space(concat(local-name(), ' ',
          @role))"/>
    </xsl:attribute>
    <xsl:if test="@xml:id">
      <xsl:attribute name="aria-labelledby">
        <xsl:value-of select="@xml:id"/>
      </xsl:attribute>
    </xsl:if>
    <header>
      <xsl:apply-templates select="*[@bm:top]"/>
      <xsl:call-template name="chunk-heading"/>
      <xsl:call-template name="page-info"/>
    </header>
    <xsl:call-template name="chunk-content"/>
    <xsl:if test="@bm:imprint or parent::*">
      <xsl:call-template name="imprint"/>
    </xsl:if>
    <xsl:call-template name="about"/>
  </section>
</xsl:template>

<!-- What a page is whose element has no such meaning by itself. -->
<xsl:template name="page-semantics">
  <xsl:choose>
    <xsl:when test="self::db:book or self::db:set">
      <xsl:attribute name="epub:type">titlepage</xsl:attribute>
    </xsl:when>
    <xsl:when test="self::db:index or self::db:setindex">
      <xsl:attribute name="epub:type">backmatter</xsl:attribute>
    </xsl:when>
    <!-- A piece of a chapter is of the same part of the book. -->
    <xsl:when test="(self::db:section or self::db:sect1 or self::db:sect2 or
        self::db:sect3 or self::db:sect4 or self::db:sect5 or
        self::db:simplesect) and @bm:cut">
      <xsl:attribute name="epub:type">
        <xsl:choose>
          <xsl:when test="ancestor::db:preface">frontmatter</xsl:when>
          <xsl:when test="ancestor::db:appendix">backmatter</xsl:when>
          <xsl:otherwise>bodymatter</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
    </xsl:when>
    <xsl:when test="self::db:topic or self::db:reference or
        self::db:refentry">
      <xsl:call-template name="semantics">
        <xsl:with-param name="type" select="'chapter'"/>
        <xsl:with-param name="role" select="'doc-chapter'"/>
      </xsl:call-template>
    </xsl:when>
  </xsl:choose>
</xsl:template>

<!-- html, head and body of the current root or chunk.  What is inside is
     pushed, not handed over as a value: that would be there twice. -->
<xsl:template name="document">
  <xsl:variable name="lang">
    <xsl:choose>
      <xsl:when test="ancestor-or-self::*[@xml:lang != '']">
        <xsl:value-of
            select="ancestor-or-self::*[@xml:lang != ''][1]/@xml:lang"/>
      </xsl:when>
      <xsl:when test="$context/@lang != ''">
        <xsl:value-of select="$context/@lang"/>
      </xsl:when>
      <xsl:otherwise>en</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <html lang="{$lang}">
    <xsl:call-template name="direction">
      <xsl:with-param name="lang" select="$lang"/>
    </xsl:call-template>
    <xsl:if test="$context/@mode != ''">
      <xsl:attribute name="class">
        <xsl:value-of select="$context/@mode"/>
      </xsl:attribute>
    </xsl:if>
    <head>
      <meta charset="utf-8"/>
      <title>
        <xsl:call-template name="own-title"/>
      </title>
      <xsl:if test="$context/@css != ''">
        <link rel="stylesheet" type="text/css"
            href="{@bm:root}{$context/@css}"/>
      </xsl:if>
    </head>
    <body>
      <xsl:apply-templates select="." mode="body"/>
    </body>
  </html>
</xsl:template>

<!-- The navigation document. -->
<xsl:template match="bm:nav" mode="body">
  <nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="toc-title">
    <h1 id="toc-title">
      <xsl:value-of select="bm:term('contents')"/>
    </h1>
    <ol>
      <xsl:for-each select="bm:toc/bm:entry[not(@old)]">
        <bm:stream>
          <xsl:apply-templates select="." mode="toc"/>
        </bm:stream>
      </xsl:for-each>
    </ol>
  </nav>
  <xsl:apply-templates select="bm:landmarks | bm:page-list | bm:list"
      mode="nav"/>
</xsl:template>

<!-- For reading systems, not for readers. -->
<xsl:template match="bm:landmarks" mode="nav">
  <nav epub:type="landmarks" hidden="hidden" aria-labelledby="landmarks-title">
    <h2 id="landmarks-title">
      <xsl:value-of select="bm:term('landmarks')"/>
    </h2>
    <ol>
      <xsl:for-each select="bm:entry">
        <li>
          <a epub:type="{@type}" href="{@href}">
            <xsl:value-of select="@title"/>
          </a>
        </li>
      </xsl:for-each>
    </ol>
  </nav>
</xsl:template>

<xsl:template match="bm:page-list" mode="nav">
  <xsl:if test="bm:entry">
    <nav epub:type="page-list" role="doc-pagelist" hidden="hidden"
        aria-labelledby="pages-title">
      <h2 id="pages-title">
        <xsl:value-of select="bm:term('pages')"/>
      </h2>
      <ol>
        <xsl:apply-templates select="bm:entry" mode="toc"/>
      </ol>
    </nav>
  </xsl:if>
</xsl:template>

<!-- Lists of figures (loi) and of tables (lot). -->
<xsl:template match="bm:list" mode="nav">
  <xsl:if test="bm:entry">
    <nav epub:type="{@type}" id="{@type}" aria-labelledby="{@type}-title">
      <h2 id="{@type}-title">
        <xsl:value-of select="@title"/>
      </h2>
      <ol>
        <xsl:for-each select="bm:entry">
          <bm:stream>
            <xsl:apply-templates select="." mode="toc"/>
          </bm:stream>
        </xsl:for-each>
      </ol>
    </nav>
  </xsl:if>
</xsl:template>

<xsl:template match="bm:cover" mode="body">
  <div class="cover">
    <img src="{@src}" alt="{@alt}" epub:type="cover" role="doc-cover">
      <xsl:if test="number(@width) &gt; 0 and number(@height) &gt; 0">
        <xsl:attribute name="width">
          <xsl:value-of select="round(@width)"/>
        </xsl:attribute>
        <xsl:attribute name="height">
          <xsl:value-of select="round(@height)"/>
        </xsl:attribute>
      </xsl:if>
    </img>
  </div>
</xsl:template>

<!-- Title, people, dates and rights of the whole book. -->
<xsl:template match="bm:titlepage" mode="body">
  <section epub:type="titlepage" class="titlepage">
    <xsl:apply-templates select="*[@bm:top]"/>
    <xsl:call-template name="chunk-heading"/>
    <xsl:call-template name="page-info"/>
    <xsl:call-template name="imprint"/>
    <xsl:apply-templates select="node()[not(@bm:top)]"/>
    <xsl:call-template name="about"/>
  </section>
</xsl:template>

<xsl:template match="bm:notices" mode="body">
  <section class="notices">
    <xsl:call-template name="chunk-heading"/>
    <xsl:apply-templates/>
    <xsl:call-template name="footnotes"/>
  </section>
</xsl:template>

<!-- Nothing follows the text here. -->
<xsl:template name="content-end"/>

</xsl:stylesheet>
