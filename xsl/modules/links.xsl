<?xml version="1.0" encoding="UTF-8"?>
<!-- Links and anchors; where they go was resolved before. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    extension-element-prefixes="bm"
    exclude-result-prefixes="db bm xlink epub">

<!-- A cite, else a link.  A number alone says nothing when it is heard: it is
     called "Reference 3" then. -->
<xsl:template match="db:link | db:olink | db:xref | db:biblioref">
  <bm:cite label="cite-mark" type="cite-type">
    <xsl:choose>
      <xsl:when test="@bm:href">
        <a href="{@bm:href}">
          <bm:common/>
          <xsl:if test="@xlink:title != ''">
            <xsl:attribute name="title">
              <xsl:value-of select="@xlink:title"/>
            </xsl:attribute>
          </xsl:if>
          <xsl:call-template name="link-text"/>
        </a>
      </xsl:when>
      <xsl:otherwise>
        <span>
          <bm:common/>
          <xsl:call-template name="link-text"/>
        </span>
      </xsl:otherwise>
    </xsl:choose>
  </bm:cite>
</xsl:template>

<!-- The author's words, else the generated ones, else the target. -->
<xsl:template name="link-text">
  <xsl:choose>
    <xsl:when test="node()">
      <bm:content/>
    </xsl:when>
    <xsl:when test="@bm:text != ''">
      <xsl:value-of select="@bm:text"/>
    </xsl:when>
    <xsl:when test="@xlink:href != ''">
      <xsl:value-of select="@xlink:href"/>
    </xsl:when>
    <xsl:otherwise>
      <xsl:value-of select="@linkend"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- A place to link to; or where a page of the printed book begins. -->
<xsl:template match="db:anchor">
  <span>
    <xsl:call-template name="common"/>
    <xsl:if test="@role = 'pagebreak' and @xreflabel">
      <xsl:call-template name="semantics">
        <xsl:with-param name="type" select="'pagebreak'"/>
        <xsl:with-param name="role" select="'doc-pagebreak'"/>
      </xsl:call-template>
      <xsl:attribute name="aria-label">
        <xsl:value-of select="@xreflabel"/>
      </xsl:attribute>
    </xsl:if>
  </span>
</xsl:template>

<xsl:template match="db:email">
  <a href="mailto:{normalize-space(.)}">
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'email'"/>
    </xsl:call-template>
    <xsl:apply-templates/>
  </a>
</xsl:template>

</xsl:stylesheet>
