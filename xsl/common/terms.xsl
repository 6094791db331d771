<?xml version="1.0" encoding="UTF-8"?>
<!-- Words that the sheets add, from xsl/l10n/LANG.xml by way of the context. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<xsl:key name="t" match="bm:term" use="@name"/>

<!-- What holds for the whole publication, found once. -->
<xsl:variable name="context" select="/*/bm:context"/>

<!-- The term `name` with {1} and {2} replaced by a and b. -->
<xsl:template name="t">
  <xsl:param name="name"/>
  <xsl:param name="a"/>
  <xsl:param name="b"/>
  <xsl:variable name="term" select="string(key('t', $name))"/>
  <xsl:variable name="head" select="substring-before($term, '{1}')"/>
  <xsl:variable name="tail" select="substring-after($term, '{1}')"/>
  <xsl:choose>
    <xsl:when test="$term = ''">
      <xsl:value-of select="normalize-space(
          concat($name, ' ', $a, ' ', $b))"/>
    </xsl:when>
    <xsl:when test="not(contains($term, '{'))">
      <xsl:value-of select="$term"/>
    </xsl:when>
    <xsl:when test="not(contains($term, '{1}'))">
      <xsl:value-of select="concat(substring-before($term, '{2}'), $b,
          substring-after($term, '{2}'))"/>
    </xsl:when>
    <xsl:when test="contains($tail, '{2}')">
      <xsl:value-of select="concat($head, $a, substring-before($tail, '{2}'),
          $b, substring-after($tail, '{2}'))"/>
    </xsl:when>
    <xsl:when test="contains($head, '{2}')">
      <xsl:value-of select="concat(substring-before($head, '{2}'), $b,
          substring-after($head, '{2}'), $a, $tail)"/>
    </xsl:when>
    <xsl:otherwise>
      <xsl:value-of select="concat($head, $a, $tail)"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- Terms that are used hundreds of times: looked up once. -->
<xsl:variable name="cite-mark" select="string(key('t', 'cite-mark'))"/>
<xsl:variable name="back" select="string(key('t', 'back-to-cite'))"/>
<xsl:variable name="back-of" select="string(key('t', 'back-to-cite-of'))"/>

<!-- The comma of a list with its space, and what stands before its last item. -->
<xsl:variable name="comma" select="substring-before(substring-after(
    key('t', 'list-middle'), '{1}'), '{2}')"/>
<xsl:variable name="last" select="substring-before(substring-after(
    key('t', 'list-last'), '{1}'), '{2}')"/>

<!-- What stands between two items of a list in a sentence: call it in each
     item but the first. -->
<xsl:template name="between">
  <xsl:choose>
    <xsl:when test="position() = last()">
      <xsl:value-of select="$last"/>
    </xsl:when>
    <xsl:otherwise>
      <xsl:value-of select="$comma"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- A colon and a space, as the language wants them. -->
<xsl:template name="colon">
  <xsl:call-template name="t">
    <xsl:with-param name="name" select="'colon'"/>
  </xsl:call-template>
  <xsl:text> </xsl:text>
</xsl:template>

</xsl:stylesheet>
