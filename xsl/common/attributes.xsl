<?xml version="1.0" encoding="UTF-8"?>
<!-- Attributes that any element may have. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    extension-element-prefixes="bm"
    exclude-result-prefixes="db bm xlink epub">

<!-- id, class, lang and dir of the current element.  class: words of ours
     that go before the author's roles.  Where there are none of ours,
     bm:common is enough. -->
<xsl:template name="common">
  <xsl:param name="class"/>
  <bm:common variable="class"/>
</xsl:template>

<!-- The same without the id, where that stands on another element. -->
<xsl:template name="plain">
  <xsl:param name="class"/>
  <xsl:if test="@role or $class != ''">
    <xsl:call-template name="class">
      <xsl:with-param name="class" select="$class"/>
    </xsl:call-template>
  </xsl:if>
  <xsl:if test="@xml:lang or @dir">
    <xsl:call-template name="language"/>
  </xsl:if>
</xsl:template>

<xsl:template name="class">
  <xsl:param name="class"/>
  <xsl:variable name="all"
      select="normalize-space(concat($class, ' ', @role))"/>
  <xsl:if test="$all != ''">
    <xsl:attribute name="class">
      <xsl:value-of select="$all"/>
    </xsl:attribute>
  </xsl:if>
</xsl:template>

<xsl:template name="id">
  <xsl:if test="@xml:id">
    <xsl:attribute name="id">
      <xsl:value-of select="@xml:id"/>
    </xsl:attribute>
  </xsl:if>
</xsl:template>

<xsl:template name="language">
  <xsl:if test="@xml:lang != ''">
    <xsl:attribute name="lang">
      <xsl:value-of select="@xml:lang"/>
    </xsl:attribute>
  </xsl:if>
  <xsl:if test="@dir">
    <xsl:choose>
      <xsl:when test="@dir = 'ltr' or @dir = 'lro'">
        <xsl:attribute name="dir">ltr</xsl:attribute>
      </xsl:when>
      <xsl:when test="@dir = 'rtl' or @dir = 'rlo'">
        <xsl:attribute name="dir">rtl</xsl:attribute>
      </xsl:when>
    </xsl:choose>
  </xsl:if>
</xsl:template>

<!-- The direction of a whole page, by its language. -->
<xsl:template name="direction">
  <xsl:param name="lang"/>
  <xsl:variable name="base" select="concat(' ', substring-before(
      concat($lang, '-'), '-'), ' ')"/>
  <xsl:if test="contains(' ar he fa ur yi ps sd ug dv ckb ', $base)">
    <xsl:attribute name="dir">rtl</xsl:attribute>
  </xsl:if>
</xsl:template>

</xsl:stylesheet>
