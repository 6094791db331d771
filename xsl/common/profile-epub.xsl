<?xml version="1.0" encoding="UTF-8"?>
<!-- What differs between HTML and EPUB: here EPUB. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<!-- epub:type and the role that says the same. -->
<xsl:template name="semantics">
  <xsl:param name="type"/>
  <xsl:param name="role"/>
  <xsl:if test="$type != ''">
    <xsl:attribute name="epub:type">
      <xsl:value-of select="$type"/>
    </xsl:attribute>
  </xsl:if>
  <xsl:if test="$role != ''">
    <xsl:attribute name="role">
      <xsl:value-of select="$role"/>
    </xsl:attribute>
  </xsl:if>
</xsl:template>

<xsl:variable name="cite-type" select="'biblioref'"/>

<xsl:template name="epub-semantics">
  <xsl:param name="type"/>
  <xsl:param name="role"/>
  <xsl:call-template name="semantics">
    <xsl:with-param name="type" select="$type"/>
    <xsl:with-param name="role" select="$role"/>
  </xsl:call-template>
</xsl:template>

<!-- Reading systems turn pages: only a table scrolls whose columns would have
     room for some letters each. -->
<xsl:template name="scroll">
  <xsl:param name="content"/>
  <xsl:param name="label"/>
  <xsl:choose>
    <xsl:when test="db:tgroup/@cols &gt; 6 or
        count((db:tr | db:thead/db:tr | db:tbody/db:tr)[1]/*) &gt; 6">
      <xsl:call-template name="scroll-region">
        <xsl:with-param name="content" select="$content"/>
        <xsl:with-param name="label" select="$label"/>
      </xsl:call-template>
    </xsl:when>
    <xsl:otherwise>
      <xsl:copy-of select="$content"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template name="scrollable"/>

<xsl:template name="admonition">
  <xsl:param name="content"/>
  <xsl:param name="label"/>
  <xsl:variable name="name">
    <xsl:choose>
      <xsl:when test="self::db:tip or self::db:note">aside</xsl:when>
      <xsl:otherwise>div</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:element name="{$name}">
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="concat('admonition ', local-name())"/>
    </xsl:call-template>
    <xsl:choose>
      <xsl:when test="self::db:note">
        <xsl:attribute name="role">note</xsl:attribute>
      </xsl:when>
      <xsl:when test="self::db:tip">
        <xsl:call-template name="semantics">
          <xsl:with-param name="type" select="'tip'"/>
          <xsl:with-param name="role" select="'doc-tip'"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="semantics">
          <xsl:with-param name="type" select="'notice'"/>
          <xsl:with-param name="role" select="'doc-notice'"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:if test="$label != ''">
      <xsl:attribute name="aria-labelledby">
        <xsl:value-of select="$label"/>
      </xsl:attribute>
    </xsl:if>
    <xsl:copy-of select="$content"/>
  </xsl:element>
</xsl:template>

<xsl:template name="notice">
  <xsl:param name="content"/>
  <xsl:param name="class"/>
  <xsl:param name="label"/>
  <section>
    <xsl:call-template name="semantics">
      <xsl:with-param name="type" select="'notice'"/>
      <xsl:with-param name="role" select="'doc-notice'"/>
    </xsl:call-template>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="$class"/>
    </xsl:call-template>
    <xsl:if test="$label != ''">
      <xsl:attribute name="aria-labelledby">
        <xsl:value-of select="$label"/>
      </xsl:attribute>
    </xsl:if>
    <xsl:copy-of select="$content"/>
  </section>
</xsl:template>

<!-- What a notice is called.  Its role belongs on a section, and a section has
     a heading. -->
<xsl:template name="notice-heading">
  <xsl:param name="label"/>
  <xsl:variable name="level">
    <xsl:choose>
      <xsl:when test="@bm:level">
        <xsl:value-of select="@bm:level"/>
      </xsl:when>
      <xsl:otherwise>2</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <!-- Above the page's own heading there is none. -->
  <xsl:variable name="name">
    <xsl:choose>
      <xsl:when test="@bm:top = 'yes'">p</xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="concat('h', $level)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:element name="{$name}">
    <xsl:attribute name="class">notice-title</xsl:attribute>
    <xsl:if test="$label != ''">
      <xsl:attribute name="id">
        <xsl:value-of select="$label"/>
      </xsl:attribute>
    </xsl:if>
    <xsl:call-template name="title-text"/>
  </xsl:element>
</xsl:template>

</xsl:stylesheet>
