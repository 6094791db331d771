<?xml version="1.0" encoding="UTF-8"?>
<!-- Words within a line, in the two faces that man(7) has. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    exclude-result-prefixes="db xlink">

<xsl:template match="db:command | db:option | db:literal | db:code |
    db:refname | db:userinput | db:function | db:emphasis[@role = 'strong' or
    @role = 'bold'] | db:refentrytitle | db:keycap | db:envar | db:constant |
    db:classname | db:tag | db:guilabel | db:guimenu | db:guimenuitem">
  <bm:font name="B">
    <xsl:apply-templates/>
  </bm:font>
</xsl:template>

<xsl:template match="db:emphasis | db:replaceable | db:filename |
    db:parameter | db:varname | db:citetitle | db:firstterm |
    db:foreignphrase | db:wordasword">
  <bm:font name="I">
    <xsl:apply-templates/>
  </bm:font>
</xsl:template>

<xsl:template match="db:manvolnum">
  <xsl:value-of select="concat('(', normalize-space(.), ')')"/>
</xsl:template>

<xsl:template match="db:quote">
  <xsl:text>“</xsl:text>
  <xsl:apply-templates/>
  <xsl:text>”</xsl:text>
</xsl:template>

<xsl:template match="db:email">
  <xsl:value-of select="concat('&lt;', normalize-space(.), '&gt;')"/>
</xsl:template>

<!-- A link shows where it goes, unless its words say it. -->
<xsl:template match="db:link">
  <xsl:apply-templates/>
  <xsl:choose>
    <xsl:when test="not(node()) and @bm:text">
      <xsl:value-of select="@bm:text"/>
    </xsl:when>
    <xsl:when test="not(node())">
      <xsl:value-of select="@xlink:href"/>
    </xsl:when>
    <xsl:when test="contains(@xlink:href, '://') and
        not(contains(@xlink:href, normalize-space(.)))">
      <xsl:value-of select="concat(' &lt;', @xlink:href, '&gt;')"/>
    </xsl:when>
  </xsl:choose>
</xsl:template>

<xsl:template match="db:xref">
  <xsl:choose>
    <xsl:when test="@bm:text">
      <xsl:value-of select="@bm:text"/>
    </xsl:when>
    <xsl:otherwise>
      <xsl:value-of select="@linkend"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template match="db:footnote | db:footnoteref">
  <xsl:value-of select="concat('[', @bm:label, ']')"/>
</xsl:template>

<!-- The range that stands round it says the same. -->
<xsl:template match="db:phrase[@role = 'between']" priority="1"/>

<xsl:template match="db:superscript">
  <xsl:choose>
    <xsl:when test="parent::db:citation">
      <xsl:text>[</xsl:text>
      <xsl:apply-templates/>
      <xsl:text>]</xsl:text>
    </xsl:when>
    <xsl:otherwise>
      <xsl:text>^</xsl:text>
      <xsl:apply-templates/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

</xsl:stylesheet>
