<?xml version="1.0" encoding="UTF-8"?>
<!-- Pages of a site: files, navigation, home page. -->
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

<!-- One file, then the files of the chunks inside. -->
<xsl:template match="*" mode="chunk">
  <bm:chunk file="{@bm:chunk}">
    <xsl:call-template name="page"/>
  </bm:chunk>
  <xsl:apply-templates select="*[@bm:chunk]" mode="chunk"/>
</xsl:template>

<xsl:template name="style">
  <xsl:if test="$context/@css != ''">
    <link rel="stylesheet" href="{@bm:root}{$context/@css}"/>
  </xsl:if>
</xsl:template>

<xsl:template name="page-top">
  <xsl:variable name="root" select="@bm:root"/>
  <xsl:variable name="context" select="$context"/>
  <header class="site-header">
    <p class="site-title">
      <a href="{$root}{$context/@home}">
        <xsl:choose>
          <xsl:when test="$context/bm:logo">
            <img class="logo" alt="{$context/@title}"
                src="{$root}{$context/bm:logo/@src}">
              <xsl:copy-of select="$context/bm:logo/@width |
                  $context/bm:logo/@height"/>
            </img>
          </xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="$context/@title"/>
          </xsl:otherwise>
        </xsl:choose>
      </a>
    </p>
    <xsl:if test="$context/bm:books/bm:entry">
      <nav class="books">
        <xsl:attribute name="aria-label">
          <xsl:value-of select="bm:term('books')"/>
        </xsl:attribute>
        <ul>
          <xsl:for-each select="$context/bm:books/bm:entry">
            <li>
              <a href="{$root}{@href}">
                <xsl:if test="@current">
                  <xsl:attribute name="aria-current">true</xsl:attribute>
                </xsl:if>
                <bm:common without="id class"/>
                <bdi>
                  <xsl:value-of select="@title"/>
                </bdi>
                <xsl:if test="@version">
                  <xsl:value-of select="concat(' (', @version, ')')"/>
                </xsl:if>
              </a>
            </li>
          </xsl:for-each>
        </ul>
      </nav>
    </xsl:if>
    <xsl:call-template name="search"/>
  </header>
  <xsl:call-template name="breadcrumbs"/>
  <xsl:call-template name="others"/>
  <xsl:call-template name="book-nav"/>
</xsl:template>

<!-- The same page in other languages, and in other versions of the book. -->
<xsl:template name="others">
  <xsl:call-template name="others-of">
    <xsl:with-param name="kind" select="'language'"/>
    <xsl:with-param name="name" select="'languages'"/>
  </xsl:call-template>
  <xsl:call-template name="others-of">
    <xsl:with-param name="kind" select="'version'"/>
    <xsl:with-param name="name" select="'versions'"/>
  </xsl:call-template>
</xsl:template>

<xsl:template name="others-of">
  <xsl:param name="kind"/>
  <xsl:param name="name"/>
  <xsl:variable name="others" select="bm:page/bm:other[@kind = $kind]"/>
  <xsl:variable name="label">
    <xsl:value-of select="bm:term($name)"/>
  </xsl:variable>
  <xsl:if test="$others">
    <nav class="others" aria-label="{$label}">
      <p>
        <xsl:value-of select="$label"/>
      </p>
      <ul>
        <xsl:for-each select="$others">
          <li>
            <a href="{@href}">
              <xsl:if test="$kind = 'language'">
                <xsl:attribute name="hreflang">
                  <xsl:value-of select="@lang"/>
                </xsl:attribute>
                <xsl:attribute name="lang">
                  <xsl:value-of select="@lang"/>
                </xsl:attribute>
              </xsl:if>
              <xsl:value-of select="@title"/>
            </a>
          </li>
        </xsl:for-each>
      </ul>
    </nav>
  </xsl:if>
</xsl:template>

<!-- The script puts its form in its own place. -->
<xsl:template name="search">
  <script src="{@bm:root}js/search.js" data-root="{@bm:root}">
    <xsl:attribute name="data-lang">
      <xsl:value-of select="$context/bm:l10n/@xml:lang"/>
    </xsl:attribute>
    <xsl:attribute name="data-label">
      <xsl:value-of select="bm:term('search-this-site')"/>
    </xsl:attribute>
    <xsl:attribute name="data-button">
      <xsl:value-of select="bm:term('search')"/>
    </xsl:attribute>
    <xsl:attribute name="data-none">
      <xsl:value-of select="bm:term('search-none')"/>
    </xsl:attribute>
    <xsl:for-each select="$context/bm:l10n/bm:term[starts-with(@name,
        'search-found-')]">
      <xsl:attribute name="data-{substring-after(@name, 'search-')}">
        <xsl:value-of select="."/>
      </xsl:attribute>
    </xsl:for-each>
  </script>
</xsl:template>

<xsl:template name="page-bottom">
  <xsl:call-template name="pager"/>
  <xsl:call-template name="page-footer"/>
</xsl:template>

<!-- A page without a text of its own: kind is home, book, 404, notices. -->
<xsl:template match="bm:listing" mode="content">
  <xsl:apply-templates select="node()[not(@bm:top)]"/>
  <xsl:choose>
    <xsl:when test="@kind = 'home'">
      <xsl:call-template name="book-cards"/>
    </xsl:when>
    <xsl:when test="@kind = 'book'">
      <xsl:call-template name="contents"/>
      <xsl:if test="$context/@whole">
        <p class="download">
          <a href="{@bm:root}{$context/@whole}">
            <xsl:value-of select="bm:term('whole-book')"/>
          </a>
        </p>
      </xsl:if>
    </xsl:when>
    <xsl:when test="@kind = 'whole'">
      <div class="whole"/>
    </xsl:when>
    <xsl:when test="@kind = 'moved'">
      <p>
        <xsl:value-of select="bm:term('moved')"/>
        <xsl:text> </xsl:text>
        <a href="{@target}">
          <xsl:value-of select="@target-title"/>
        </a>
      </p>
    </xsl:when>
    <xsl:when test="@kind = '404'">
      <p>
        <xsl:value-of select="bm:term('not-found')"/>
      </p>
      <p>
        <a href="{@bm:root}{$context/@home}">
          <xsl:value-of select="bm:term('home')"/>
        </a>
      </p>
    </xsl:when>
  </xsl:choose>
</xsl:template>

<!-- The books behind the text of a home page. -->
<xsl:template name="content-end">
  <xsl:if test="@bm:home = 'yes'">
    <xsl:call-template name="book-cards"/>
  </xsl:if>
</xsl:template>

<!-- Each book with what it is about and its EPUB. -->
<xsl:template name="book-cards">
  <xsl:variable name="root" select="@bm:root"/>
  <ul class="cards">
    <xsl:for-each select="$context/bm:books/bm:entry">
      <li>
        <p class="title">
          <a href="{$root}{@href}">
            <bm:common without="id class"/>
            <bdi>
              <xsl:value-of select="@title"/>
            </bdi>
            <xsl:if test="@version">
              <xsl:value-of select="concat(' (', @version, ')')"/>
            </xsl:if>
          </a>
        </p>
        <xsl:if test="@description != ''">
          <p>
            <xsl:value-of select="@description"/>
          </p>
        </xsl:if>
        <xsl:if test="@epub-href != ''">
          <p>
            <a href="{$root}{@epub-href}" type="application/epub+zip">
              <xsl:value-of select="bm:term('download-epub-of', @title)"/>
            </a>
          </p>
        </xsl:if>
      </li>
    </xsl:for-each>
  </ul>
</xsl:template>

</xsl:stylesheet>
