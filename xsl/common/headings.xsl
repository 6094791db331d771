<?xml version="1.0" encoding="UTF-8"?>
<!-- Titles: as a heading where the element has a level, as a line elsewhere. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<!-- Titles are printed by the element that they name, never in passing. -->
<xsl:template match="db:title | db:subtitle | db:titleabbrev | db:info"/>

<!-- The words of the current element's title.  A link to the title itself
     leads before them. -->
<xsl:template name="title-text">
  <xsl:for-each select="(db:title | db:info/db:title)[1]/@xml:id">
    <span id="{.}"/>
  </xsl:for-each>
  <xsl:if test="@revisionflag">
    <xsl:call-template name="revision-word"/>
  </xsl:if>
  <xsl:choose>
    <xsl:when test="db:title">
      <xsl:apply-templates select="db:title/node()"/>
    </xsl:when>
    <xsl:otherwise>
      <xsl:apply-templates select="db:info/db:title/node()"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- A heading of the level that was resolved.  Its number, if it has one,
     goes before it. -->
<xsl:template name="heading">
  <xsl:param name="id"/>
  <xsl:param name="before"/>
  <xsl:if test="db:title or db:info/db:title">
    <xsl:variable name="name">
      <xsl:choose>
        <xsl:when test="@bm:level">
          <xsl:value-of select="concat('h', @bm:level)"/>
        </xsl:when>
        <xsl:otherwise>p</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:element name="{$name}">
      <xsl:if test="$id != ''">
        <xsl:attribute name="id">
          <xsl:value-of select="$id"/>
        </xsl:attribute>
      </xsl:if>
      <xsl:if test="not(@bm:level)">
        <xsl:attribute name="class">title</xsl:attribute>
      </xsl:if>
      <xsl:if test="$before != ''">
        <span class="number">
          <xsl:value-of select="$before"/>
        </span>
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:call-template name="title-text"/>
    </xsl:element>
    <xsl:for-each select="db:subtitle | db:info/db:subtitle">
      <p class="subtitle">
        <xsl:call-template name="id"/>
        <xsl:apply-templates/>
      </p>
    </xsl:for-each>
  </xsl:if>
</xsl:template>

<!-- The title of a block that is no division: a line above it. -->
<xsl:template name="block-title">
  <xsl:param name="id"/>
  <xsl:if test="db:title or db:info/db:title">
    <p class="title">
      <xsl:if test="$id != ''">
        <xsl:attribute name="id">
          <xsl:value-of select="$id"/>
        </xsl:attribute>
      </xsl:if>
      <xsl:call-template name="title-text"/>
    </p>
  </xsl:if>
  <xsl:if test="db:info">
    <xsl:call-template name="credit"/>
  </xsl:if>
</xsl:template>

<!-- "Table 2. Title" and its kin; term is caption-table and so on. -->
<xsl:template name="caption">
  <xsl:param name="term"/>
  <xsl:if test="@bm:label">
    <span class="number">
      <xsl:value-of select="bm:term($term, @bm:label)"/>
    </span>
    <xsl:text> </xsl:text>
  </xsl:if>
  <xsl:call-template name="title-text"/>
</xsl:template>

</xsl:stylesheet>
