<?xml version="1.0" encoding="UTF-8"?>
<!-- Words that the sheets add, from xsl/l10n/LANG.xml: bm:term('name', a, b) is
     the term with {1} and {2} replaced by a and b. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<!-- What holds for the whole publication, found once. -->
<xsl:variable name="context" select="/*/bm:context"/>

<!-- Terms that are used hundreds of times: looked up once. -->
<xsl:variable name="cite-mark" select="bm:term('cite-mark', '{1}', '{2}')"/>
<xsl:variable name="back" select="bm:term('back-to-cite', '{1}', '{2}')"/>
<xsl:variable name="back-of" select="bm:term('back-to-cite-of', '{1}', '{2}')"/>

<!-- The comma of a list with its space, and what stands before its last item. -->
<xsl:variable name="comma" select="substring-before(substring-after(
    bm:term('list-middle', '{1}', '{2}'), '{1}'), '{2}')"/>
<xsl:variable name="last" select="substring-before(substring-after(
    bm:term('list-last', '{1}', '{2}'), '{1}'), '{2}')"/>
<!-- Another word before some sounds, as Spanish "e" before "Inés". -->
<xsl:variable name="last-sound" select="substring-before(substring-after(
    bm:term('list-last-sound', '{1}', '{2}'), '{1}'), '{2}')"/>
<xsl:variable name="sounds" select="concat(' ',
    bm:term('list-last-before'), ' ')"/>

<!-- What stands between two items of a list in a sentence: call it in each
     item but the first. -->
<xsl:template name="between">
  <xsl:variable name="begin" select="translate(substring(
      normalize-space(.), 1, 3), 'EHIOAÉÈÍ', 'ehioaéèí')"/>
  <xsl:choose>
    <xsl:when test="position() = last() and $last-sound != '' and
        (contains($sounds, concat(' ', substring($begin, 1, 1), ' ')) or
        contains($sounds, concat(' ', substring($begin, 1, 2), ' '))) and
        not(contains($sounds, concat(' !', $begin, ' ')))">
      <xsl:value-of select="$last-sound"/>
    </xsl:when>
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
  <xsl:value-of select="bm:term('colon')"/>
  <xsl:text> </xsl:text>
</xsl:template>

</xsl:stylesheet>
