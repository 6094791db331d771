<?xml version="1.0" encoding="UTF-8"?>
<!-- A reference page as man(7): its title line and its sections. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    exclude-result-prefixes="db xlink">

<xsl:output omit-xml-declaration="yes"/>
<xsl:strip-space elements="db:article db:chapter db:appendix db:refentry
    db:refsynopsisdiv db:refnamediv db:section db:sect1 db:sect2 db:sect3
    db:refsection db:refsect1 db:refsect2 db:refsect3 db:itemizedlist
    db:orderedlist db:variablelist db:varlistentry db:listitem db:simplelist
    db:procedure db:step db:blockquote db:note db:tip db:warning db:caution
    db:important db:danger db:cmdsynopsis db:group db:table db:informaltable
    db:tgroup db:thead db:tbody db:row db:glossary db:glossentry db:glossdef
    db:bibliography db:footnote db:mediaobject db:imageobject"/>

<!-- .TH needs a name, a section, a date, a source and a manual. -->
<xsl:template match="/">
  <bm:man>
    <xsl:for-each select="*">
      <xsl:variable name="name">
        <xsl:choose>
          <xsl:when test="db:refmeta/db:refentrytitle">
            <xsl:value-of select="normalize-space(db:refmeta/db:refentrytitle)"/>
          </xsl:when>
          <xsl:when test="db:refnamediv/db:refname">
            <xsl:value-of select="normalize-space(db:refnamediv/db:refname)"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="normalize-space((db:info/db:title |
                db:title)[1])"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:variable>
      <bm:request name="TH">
        <xsl:call-template name="quoted">
          <xsl:with-param name="text" select="$name"/>
        </xsl:call-template>
        <xsl:text> </xsl:text>
        <xsl:call-template name="quoted">
          <xsl:with-param name="text">
            <xsl:choose>
              <xsl:when test="db:refmeta/db:manvolnum">
                <xsl:value-of select="normalize-space(db:refmeta/db:manvolnum)"/>
              </xsl:when>
              <xsl:when test="db:info/db:meta[@name = 'section']">
                <xsl:value-of select="db:info/db:meta[@name = 'section']/@content"/>
              </xsl:when>
              <xsl:otherwise>7</xsl:otherwise>
            </xsl:choose>
          </xsl:with-param>
        </xsl:call-template>
        <xsl:text> </xsl:text>
        <xsl:call-template name="quoted">
          <xsl:with-param name="text" select="normalize-space((db:info/db:date |
              db:info/db:pubdate)[1])"/>
        </xsl:call-template>
        <xsl:text> </xsl:text>
        <xsl:call-template name="quoted">
          <xsl:with-param name="text" select="normalize-space((
              db:refmeta/db:refmiscinfo[@class = 'source'] |
              db:info/db:productname)[1])"/>
        </xsl:call-template>
        <xsl:text> </xsl:text>
        <xsl:call-template name="quoted">
          <xsl:with-param name="text" select="normalize-space(
              db:refmeta/db:refmiscinfo[@class = 'manual'])"/>
        </xsl:call-template>
      </bm:request>
      <xsl:apply-templates/>
      <xsl:call-template name="man-notes"/>
    </xsl:for-each>
  </bm:man>
</xsl:template>

<!-- An argument of a request; it holds no quotation marks of its own. -->
<xsl:template name="quoted">
  <xsl:param name="text"/>
  <xsl:value-of select="concat('&quot;', translate($text, '&quot;', &quot;'&quot;),
      '&quot;')"/>
</xsl:template>

<!-- Named or for machines: printed where they belong. -->
<xsl:template match="db:info | db:title | db:subtitle | db:titleabbrev |
    db:refmeta | db:indexterm | db:alt | db:refclass | db:refdescriptor |
    bm:page | bm:context | processing-instruction()"/>

<xsl:template match="processing-instruction('bm-break')">
  <bm:request name="br"/>
</xsl:template>

<xsl:template match="db:refnamediv">
  <bm:request name="SH">NAME</bm:request>
  <xsl:for-each select="db:refname">
    <xsl:if test="position() &gt; 1">, </xsl:if>
    <xsl:value-of select="normalize-space(.)"/>
  </xsl:for-each>
  <xsl:text> - </xsl:text>
  <xsl:apply-templates select="db:refpurpose/node()"/>
</xsl:template>

<xsl:template match="db:refsynopsisdiv">
  <bm:request name="SH">
    <xsl:choose>
      <xsl:when test="db:title or db:info/db:title">
        <xsl:call-template name="man-title"/>
      </xsl:when>
      <xsl:otherwise>SYNOPSIS</xsl:otherwise>
    </xsl:choose>
  </bm:request>
  <xsl:apply-templates/>
</xsl:template>

<!-- The title's words, in capitals for the first level. -->
<xsl:template name="man-title">
  <xsl:value-of select="translate(normalize-space((db:info/db:title |
      db:title)[1]), 'abcdefghijklmnopqrstuvwxyz',
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ')"/>
</xsl:template>

<!-- Direct children of the page are .SH, sections in them .SS; what is
     deeper has only these. -->
<xsl:template match="/*/*[db:title or db:info/db:title][self::db:section or
    self::db:sect1 or self::db:refsection or self::db:refsect1 or
    self::db:bibliography or self::db:glossary or self::db:appendix or
    self::db:chapter or self::db:simplesect]" priority="2">
  <bm:request name="SH">
    <xsl:call-template name="man-title"/>
  </bm:request>
  <xsl:call-template name="man-subtitle"/>
  <xsl:apply-templates/>
</xsl:template>

<xsl:template name="man-subtitle">
  <xsl:for-each select="db:subtitle | db:info/db:subtitle">
    <bm:request name="PP"/>
    <xsl:apply-templates/>
  </xsl:for-each>
</xsl:template>

<xsl:template match="db:section | db:sect1 | db:sect2 | db:sect3 | db:sect4 |
    db:sect5 | db:refsection | db:refsect1 | db:refsect2 | db:refsect3 |
    db:simplesect | db:bibliography | db:glossary | db:appendix |
    db:chapter | db:preface | db:part | db:partintro | db:reference |
    db:book | db:set | db:topic | db:article | db:bibliodiv |
    db:glossdiv | db:qandadiv | db:qandaset | db:colophon |
    db:dedication | db:acknowledgements | db:refentry">
  <xsl:if test="db:title or db:info/db:title">
    <bm:request name="SS">
      <xsl:value-of select="normalize-space((db:info/db:title | db:title)[1])"/>
    </bm:request>
  </xsl:if>
  <xsl:call-template name="man-subtitle"/>
  <xsl:apply-templates/>
</xsl:template>

<!-- Footnotes stand at the end. -->
<xsl:template name="man-notes">
  <xsl:if test=".//db:footnote">
    <bm:request name="SH">NOTES</bm:request>
    <xsl:for-each select=".//db:footnote">
      <bm:request name="TP"/>
      <xsl:value-of select="concat('[', position(), ']')"/>
      <xsl:call-template name="man-tag-end"/>
      <xsl:apply-templates mode="item"/>
    </xsl:for-each>
  </xsl:if>
</xsl:template>

</xsl:stylesheet>
