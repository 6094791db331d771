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

<!-- A formula has the words of its equation, unless it brings its own. -->
<xsl:template match="mml:math">
  <xsl:element name="math" namespace="http://www.w3.org/1998/Math/MathML">
    <xsl:copy-of select="@*[namespace-uri() != 'http://backmatter/']"/>
    <xsl:if test="not(@alttext) and ../db:alt">
      <xsl:attribute name="alttext">
        <xsl:value-of select="normalize-space(../db:alt)"/>
      </xsl:attribute>
    </xsl:if>
    <xsl:apply-templates/>
  </xsl:element>
</xsl:template>

</xsl:stylesheet>
