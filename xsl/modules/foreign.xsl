<?xml version="1.0" encoding="UTF-8"?>
<!-- Elements of other namespaces: mathematics and drawings pass as they are. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:mml="http://www.w3.org/1998/Math/MathML"
    xmlns:svg="http://www.w3.org/2000/svg"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub mml svg">

<xsl:template match="mml:* | svg:*">
  <xsl:element name="{local-name()}" namespace="{namespace-uri()}">
    <xsl:copy-of select="@*[namespace-uri() != 'http://backmatter/']"/>
    <xsl:apply-templates/>
  </xsl:element>
</xsl:template>

<!-- A drawing has the words of its media, unless it brings its own.  With
     those it is one picture, unless some of it are links. -->
<xsl:template match="svg:svg">
  <xsl:variable name="media" select="ancestor::*[self::db:mediaobject or
      self::db:inlinemediaobject][1]"/>
  <xsl:variable name="words">
    <xsl:if test="$media and not(parent::svg:* or @aria-label or
        @aria-labelledby or svg:title)">
      <xsl:for-each select="ancestor::db:imagedata[1]">
        <xsl:call-template name="media-words">
          <xsl:with-param name="media" select="$media"/>
        </xsl:call-template>
      </xsl:for-each>
    </xsl:if>
  </xsl:variable>
  <xsl:element name="svg" namespace="http://www.w3.org/2000/svg">
    <xsl:copy-of select="@*[namespace-uri() != 'http://backmatter/']"/>
    <xsl:choose>
      <xsl:when test="not(parent::svg:*) and ($media/@role = 'decorative' or
          $media/../@role = 'decorative')">
        <xsl:attribute name="aria-hidden">true</xsl:attribute>
      </xsl:when>
      <xsl:when test="$words != ''">
        <xsl:if test="not(.//svg:a)">
          <xsl:attribute name="role">img</xsl:attribute>
        </xsl:if>
        <xsl:attribute name="aria-label">
          <xsl:value-of select="$words"/>
        </xsl:attribute>
      </xsl:when>
    </xsl:choose>
    <xsl:apply-templates/>
  </xsl:element>
</xsl:template>

<!-- A formula has the words of its equation, unless it brings its own. -->
<xsl:template match="mml:math">
  <xsl:element name="math" namespace="http://www.w3.org/1998/Math/MathML">
    <xsl:copy-of select="@*[namespace-uri() != 'http://backmatter/']"/>
    <xsl:if test="normalize-space(@alttext) = '' and ../db:alt">
      <xsl:attribute name="alttext">
        <xsl:value-of select="normalize-space(../db:alt)"/>
      </xsl:attribute>
    </xsl:if>
    <xsl:apply-templates/>
  </xsl:element>
</xsl:template>

</xsl:stylesheet>
