<?xml version="1.0" encoding="UTF-8"?>
<!-- What differs between HTML and EPUB: here HTML. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<!-- epub:type and its role: only the role, and only where HTML wants it. -->
<xsl:template name="semantics">
  <xsl:param name="type"/>
  <xsl:param name="role"/>
  <xsl:if test="$role != ''">
    <xsl:attribute name="role">
      <xsl:value-of select="$role"/>
    </xsl:attribute>
  </xsl:if>
</xsl:template>

<!-- What only EPUB says is left out. -->
<xsl:variable name="cite-type" select="''"/>

<xsl:template name="epub-semantics">
  <xsl:param name="type"/>
  <xsl:param name="role"/>
</xsl:template>

<xsl:template name="scroll">
  <xsl:param name="content"/>
  <xsl:param name="label"/>
  <xsl:call-template name="scroll-region">
    <xsl:with-param name="content" select="$content"/>
    <xsl:with-param name="label" select="$label"/>
  </xsl:call-template>
</xsl:template>

<!-- Long lines of code scroll: the keyboard must reach them. -->
<xsl:template name="scrollable">
  <xsl:attribute name="tabindex">0</xsl:attribute>
</xsl:template>

<!-- The box of an admonition: role and element. -->
<xsl:template name="admonition">
  <xsl:param name="content"/>
  <xsl:param name="label"/>
  <aside role="note">
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="concat('admonition ', local-name())"/>
    </xsl:call-template>
    <xsl:choose>
      <xsl:when test="$label != ''">
        <xsl:attribute name="aria-labelledby">
          <xsl:value-of select="$label"/>
        </xsl:attribute>
      </xsl:when>
      <xsl:otherwise>
        <xsl:attribute name="aria-label">
          <xsl:value-of select="bm:term(local-name())"/>
        </xsl:attribute>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:copy-of select="$content"/>
  </aside>
</xsl:template>

<!-- The box of a notice.  An emergency notice is a region of its own; it has
     no heading, so it is no section. -->
<xsl:template name="notice">
  <xsl:param name="content"/>
  <xsl:param name="class"/>
  <xsl:param name="label"/>
  <xsl:variable name="urgent" select="@bm:landmark = 'yes' and $label != ''"/>
  <xsl:variable name="name">
    <xsl:choose>
      <xsl:when test="$urgent">div</xsl:when>
      <xsl:otherwise>aside</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:element name="{$name}">
    <xsl:attribute name="role">
      <xsl:choose>
        <xsl:when test="$urgent">region</xsl:when>
        <xsl:otherwise>note</xsl:otherwise>
      </xsl:choose>
    </xsl:attribute>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="$class"/>
    </xsl:call-template>
    <xsl:if test="$label != ''">
      <xsl:attribute name="aria-labelledby">
        <xsl:value-of select="$label"/>
      </xsl:attribute>
    </xsl:if>
    <xsl:copy-of select="$content"/>
  </xsl:element>
</xsl:template>

<!-- What a notice is called: its name and no heading of the page. -->
<xsl:template name="notice-heading">
  <xsl:param name="label"/>
  <p class="notice-title">
    <xsl:if test="$label != ''">
      <xsl:attribute name="id">
        <xsl:value-of select="$label"/>
      </xsl:attribute>
    </xsl:if>
    <xsl:call-template name="title-text"/>
  </p>
</xsl:template>

</xsl:stylesheet>
