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
  <bm:common variable="class" without="id"/>
</xsl:template>

<!-- What was added or taken out since the last edition, in an element that
     says so: call it for the words inside. -->
<xsl:template name="revised">
  <xsl:param name="content"/>
  <xsl:choose>
    <xsl:when test="@revisionflag = 'added'">
      <ins>
        <xsl:call-template name="revision-word"/>
        <xsl:copy-of select="$content"/>
      </ins>
    </xsl:when>
    <xsl:when test="@revisionflag = 'deleted'">
      <del>
        <xsl:call-template name="revision-word"/>
        <xsl:copy-of select="$content"/>
      </del>
    </xsl:when>
    <xsl:otherwise>
      <xsl:call-template name="revision-word"/>
      <xsl:copy-of select="$content"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- The mark is seen; this is heard. -->
<xsl:template name="revision-word">
  <xsl:if test="@revisionflag = 'added' or @revisionflag = 'deleted' or
      @revisionflag = 'changed'">
    <span class="visually-hidden">
      <xsl:value-of select="bm:term(concat('revision-', @revisionflag))"/>
      <xsl:call-template name="colon"/>
    </span>
  </xsl:if>
</xsl:template>

<xsl:template name="id">
  <xsl:if test="@xml:id">
    <xsl:attribute name="id">
      <xsl:value-of select="@xml:id"/>
    </xsl:attribute>
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
