<?xml version="1.0" encoding="UTF-8"?>
<!-- Contents and the ways between pages, from what was resolved. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    extension-element-prefixes="bm"
    exclude-result-prefixes="db bm xlink epub">

<!-- Annotations are read where they are wanted, never in passing. -->
<xsl:template match="bm:page | bm:context"/>

<!-- An entry of any list of links; those inside it follow in a list. -->
<xsl:template match="bm:entry" mode="toc">
  <li>
    <xsl:choose>
      <xsl:when test="@href">
        <a href="{@href}">
          <xsl:if test="@current">
            <xsl:attribute name="aria-current">
              <xsl:value-of select="@current"/>
            </xsl:attribute>
          </xsl:if>
          <bm:common without="id class"/>
          <xsl:call-template name="entry-text"/>
        </a>
      </xsl:when>
      <xsl:otherwise>
        <span>
          <bm:common without="id class"/>
          <xsl:call-template name="entry-text"/>
        </span>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:if test="bm:entry">
      <ol>
        <xsl:apply-templates select="bm:entry" mode="toc"/>
      </ol>
    </xsl:if>
  </li>
</xsl:template>

<xsl:template name="entry-text">
  <xsl:if test="@label != ''">
    <span class="number">
      <xsl:value-of select="@label"/>
    </span>
    <xsl:text> </xsl:text>
  </xsl:if>
  <xsl:value-of select="@title"/>
</xsl:template>

<!-- Contents of the current chunk's book, in the main text. -->
<xsl:template name="contents">
  <xsl:if test="bm:page/bm:toc/bm:entry">
    <nav class="contents">
      <!-- On a page with a whole book are those of several texts. -->
      <xsl:attribute name="aria-label">
        <xsl:choose>
          <xsl:when test="bm:page/@title != '' and not(self::bm:listing) and
              bm:page/@title != $context/@book-title">
            <xsl:value-of select="bm:term('contents-of', bm:page/@title)"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="bm:term('contents')"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <ol>
        <xsl:apply-templates select="bm:page/bm:toc/bm:entry" mode="toc"/>
      </ol>
    </nav>
  </xsl:if>
  <xsl:call-template name="epub-link"/>
</xsl:template>

<xsl:template name="epub-link">
  <xsl:variable name="root" select="@bm:root"/>
  <xsl:for-each select="$context/bm:epub[@href != '']">
    <p class="download">
      <a href="{$root}{@href}" type="application/epub+zip">
        <xsl:value-of select="bm:term('download-epub')"/>
      </a>
    </p>
  </xsl:for-each>
</xsl:template>

<!-- The contents beside the text.  Closed on a narrow screen, and opened
     there without any script. -->
<xsl:template name="book-nav">
  <xsl:for-each select="bm:page/bm:toc[bm:entry]">
    <xsl:variable name="label">
      <xsl:value-of select="bm:term('contents-of', ../@doc-title)"/>
    </xsl:variable>
    <nav class="book-nav" aria-label="{$label}">
      <details>
        <summary>
          <xsl:value-of select="bm:term('contents')"/>
        </summary>
        <ol>
          <xsl:apply-templates select="bm:entry" mode="toc"/>
        </ol>
      </details>
    </nav>
  </xsl:for-each>
</xsl:template>

<xsl:template name="breadcrumbs">
  <xsl:if test="bm:page/bm:crumb">
    <nav class="breadcrumbs">
      <xsl:attribute name="aria-label">
        <xsl:value-of select="bm:term('breadcrumbs')"/>
      </xsl:attribute>
      <ol>
        <xsl:for-each select="bm:page/bm:crumb">
          <li>
            <xsl:choose>
              <xsl:when test="@href">
                <a href="{@href}">
                  <xsl:value-of select="@title"/>
                </a>
              </xsl:when>
              <xsl:otherwise>
                <span aria-current="page">
                  <xsl:value-of select="@title"/>
                </span>
              </xsl:otherwise>
            </xsl:choose>
          </li>
        </xsl:for-each>
      </ol>
    </nav>
  </xsl:if>
</xsl:template>

<xsl:template name="pager">
  <xsl:if test="bm:page/bm:prev or bm:page/bm:next">
    <nav class="pager">
      <xsl:attribute name="aria-label">
        <xsl:value-of select="bm:term('pager')"/>
      </xsl:attribute>
      <xsl:for-each select="bm:page/bm:prev | bm:page/bm:next">
        <a class="{local-name()}" rel="{local-name()}" href="{@href}">
          <span class="direction">
            <xsl:value-of select="bm:term(local-name())"/>
          </span>
          <xsl:text> </xsl:text>
          <span class="title">
            <xsl:value-of select="@title"/>
          </span>
        </a>
      </xsl:for-each>
    </nav>
  </xsl:if>
</xsl:template>

<!-- Contents that an author wrote by hand; an empty toc is filled. -->
<xsl:template match="db:toc">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'toc'"/>
    </xsl:call-template>
    <xsl:call-template name="heading"/>
    <xsl:apply-templates select="db:*[not(self::db:tocdiv or
        self::db:tocentry)]"/>
    <xsl:choose>
      <xsl:when test="db:tocdiv or db:tocentry">
        <ul>
          <xsl:apply-templates select="db:tocdiv | db:tocentry"/>
        </ul>
      </xsl:when>
      <xsl:otherwise>
        <xsl:variable name="entries" select="(../bm:page/bm:local-toc |
            ../bm:page/bm:toc | /*/bm:page/bm:local-toc |
            /*/bm:page/bm:toc)[1]/bm:entry"/>
        <xsl:if test="$entries">
          <ol>
            <xsl:apply-templates select="$entries" mode="toc"/>
          </ol>
        </xsl:if>
      </xsl:otherwise>
    </xsl:choose>
  </div>
</xsl:template>

<xsl:template match="db:tocdiv">
  <li>
    <xsl:call-template name="common"/>
    <xsl:call-template name="block-title"/>
    <xsl:apply-templates select="db:*[not(self::db:tocdiv or
        self::db:tocentry)]"/>
    <ul>
      <xsl:apply-templates select="db:tocdiv | db:tocentry"/>
    </ul>
  </li>
</xsl:template>

<xsl:template match="db:tocentry">
  <li>
    <xsl:call-template name="common"/>
    <xsl:call-template name="inline"/>
  </li>
</xsl:template>

</xsl:stylesheet>
