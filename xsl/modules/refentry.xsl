<?xml version="1.0" encoding="UTF-8"?>
<!-- Reference pages. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<xsl:template match="db:refentry">
  <section>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'refentry'"/>
    </xsl:call-template>
    <xsl:element name="h{substring(concat(@bm:level, '2'), 1, 1)}">
      <xsl:call-template name="refentry-title"/>
    </xsl:element>
    <xsl:call-template name="page-info"/>
    <xsl:apply-templates/>
    <xsl:call-template name="division-about"/>
  </section>
</xsl:template>

<!-- "name(1)", else the title, else the first name. -->
<xsl:template name="refentry-title">
  <xsl:choose>
    <xsl:when test="db:refmeta/db:refentrytitle">
      <xsl:apply-templates select="db:refmeta/db:refentrytitle/node()"/>
      <xsl:apply-templates select="db:refmeta/db:manvolnum"/>
    </xsl:when>
    <xsl:when test="db:info/db:title">
      <xsl:apply-templates select="db:info/db:title/node()"/>
    </xsl:when>
    <xsl:otherwise>
      <xsl:apply-templates select="db:refnamediv[1]/db:refname[1]/node()"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- Title and section stand in the heading; what else is known, below it. -->
<xsl:template match="db:refmeta">
  <xsl:apply-templates select="db:refmiscinfo"/>
</xsl:template>

<xsl:template match="db:refmiscinfo">
  <p>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'refmiscinfo'"/>
    </xsl:call-template>
    <xsl:choose>
      <xsl:when test="@otherclass != ''">
        <xsl:value-of select="@otherclass"/>
        <xsl:call-template name="colon"/>
      </xsl:when>
      <xsl:when test="@class != ''">
        <xsl:value-of select="bm:term(concat('misc-', @class))"/>
        <xsl:call-template name="colon"/>
      </xsl:when>
    </xsl:choose>
    <xsl:call-template name="inline"/>
  </p>
</xsl:template>

<xsl:template match="db:refnamediv">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'refnamediv'"/>
    </xsl:call-template>
    <xsl:if test="@bm:level">
      <xsl:element name="h{@bm:level}">
        <xsl:value-of select="bm:term('name')"/>
      </xsl:element>
    </xsl:if>
    <xsl:apply-templates select="db:refdescriptor"/>
    <p>
      <xsl:for-each select="db:refname">
        <xsl:if test="position() &gt; 1"><xsl:value-of select="$comma"/></xsl:if>
        <xsl:apply-templates select="."/>
      </xsl:for-each>
      <xsl:if test="db:refname and db:refpurpose"> – </xsl:if>
      <xsl:apply-templates select="db:refpurpose"/>
    </p>
    <xsl:apply-templates select="db:refclass"/>
  </div>
</xsl:template>

<xsl:template match="db:refname">
  <b>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'refname'"/>
    </xsl:call-template>
    <xsl:apply-templates/>
  </b>
</xsl:template>

<xsl:template match="db:refpurpose">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'refpurpose'"/>
    </xsl:call-template>
    <xsl:apply-templates/>
  </span>
</xsl:template>

<xsl:template match="db:refclass | db:refdescriptor">
  <p>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:apply-templates/>
  </p>
</xsl:template>

<xsl:template match="db:refsynopsisdiv">
  <section>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'refsynopsisdiv'"/>
    </xsl:call-template>
    <xsl:choose>
      <xsl:when test="db:title or db:info/db:title">
        <xsl:call-template name="heading"/>
      </xsl:when>
      <xsl:when test="@bm:level">
        <xsl:element name="h{@bm:level}">
          <xsl:value-of select="bm:term('synopsis')"/>
        </xsl:element>
      </xsl:when>
    </xsl:choose>
    <xsl:apply-templates/>
  </section>
</xsl:template>

<xsl:template match="db:refsection | db:refsect1 | db:refsect2 | db:refsect3">
  <section>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'refsection'"/>
    </xsl:call-template>
    <xsl:call-template name="heading"/>
    <xsl:apply-templates/>
  </section>
</xsl:template>

</xsl:stylesheet>
