<?xml version="1.0" encoding="UTF-8"?>
<!-- The stock sheets of DocBook, with citations, references and notices put
     in by backmatter.so before they begin.  Import it, or copy it. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook" xmlns:bm="http://backmatter/"
    xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="db bm">
<xsl:import href="http://docbook.sourceforge.net/release/xsl-ns/current/xhtml5/docbook.xsl"/>
<xsl:param name="backmatter" select="''"/>

<!-- The prepared document goes through the stock sheets. -->
<xsl:template match="/">
  <xsl:variable name="prepared" select="bm:prepare(., $backmatter)"/>
  <xsl:choose>
    <xsl:when test="generate-id(.) = generate-id($prepared)">
      <xsl:apply-imports/>
    </xsl:when>
    <xsl:otherwise>
      <xsl:apply-templates select="$prepared"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- The style has its own brackets and labels. -->
<xsl:template match="db:citation[@bm:generated]">
  <xsl:apply-templates/>
</xsl:template>
<!-- The stock sheets write the id of a link twice. -->
<xsl:template match="db:citation[@bm:generated]//db:link[@linkend]">
  <a class="link" href="#{@linkend}">
    <xsl:if test="@xml:id">
      <xsl:attribute name="id"><xsl:value-of select="@xml:id"/></xsl:attribute>
    </xsl:if>
    <xsl:apply-templates/>
  </a>
</xsl:template>
<xsl:template name="biblioentry.label"/>
<xsl:template match="db:bibliomisc[@role = 'label']" mode="bibliomixed.mode">
  <xsl:value-of select="concat(., ' ')"/>
</xsl:template>
<xsl:template match="db:bibliomisc[@role = 'backlinks']"
    mode="bibliomixed.mode">
  <xsl:for-each select="db:link">
    <xsl:text> </xsl:text>
    <a role="doc-backlink" href="#{@linkend}">
      <xsl:value-of select="concat('&#x21A9;&#xFE0E;', position())"/>
    </a>
  </xsl:for-each>
</xsl:template>
</xsl:stylesheet>
