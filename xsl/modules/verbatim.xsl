<?xml version="1.0" encoding="UTF-8"?>
<!-- Text whose lines matter. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<xsl:template match="db:programlisting">
  <pre>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'programlisting'"/>
    </xsl:call-template>
    <xsl:call-template name="scrollable"/>
    <code>
      <xsl:if test="@language != ''">
        <xsl:attribute name="class">
          <xsl:value-of select="concat('language-', translate(
              normalize-space(@language), ' ', '-'))"/>
        </xsl:attribute>
      </xsl:if>
      <xsl:apply-templates/>
    </code>
  </pre>
</xsl:template>

<xsl:template match="db:screen">
  <pre>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'screen'"/>
    </xsl:call-template>
    <xsl:call-template name="scrollable"/>
    <samp>
      <xsl:apply-templates/>
    </samp>
  </pre>
</xsl:template>

<xsl:template match="db:literallayout | db:synopsis | db:funcsynopsisinfo |
    db:classsynopsisinfo | db:synopsisinfo">
  <pre>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="concat(local-name(), ' ', @class)"/>
    </xsl:call-template>
    <xsl:call-template name="scrollable"/>
    <xsl:apply-templates/>
  </pre>
</xsl:template>

<xsl:template match="db:programlistingco | db:screenco">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:apply-templates/>
  </div>
</xsl:template>

<!-- The mark of a callout: to the remark that explains it. -->
<xsl:template match="db:co | db:coref">
  <xsl:choose>
    <xsl:when test="@bm:href">
      <a href="{@bm:href}">
        <xsl:call-template name="common">
          <xsl:with-param name="class" select="'co'"/>
        </xsl:call-template>
        <xsl:call-template name="callout-mark"/>
      </a>
    </xsl:when>
    <xsl:otherwise>
      <span>
        <xsl:call-template name="common">
          <xsl:with-param name="class" select="'co'"/>
        </xsl:call-template>
        <xsl:attribute name="role">img</xsl:attribute>
        <xsl:call-template name="callout-mark"/>
      </span>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template name="callout-mark">
  <xsl:attribute name="aria-label">
    <xsl:value-of select="bm:term('callout', @bm:label)"/>
    <xsl:if test="db:alt">
      <xsl:call-template name="colon"/>
      <xsl:value-of select="normalize-space(db:alt)"/>
    </xsl:if>
  </xsl:attribute>
  <xsl:value-of select="concat('(', @bm:label, ')')"/>
</xsl:template>

<!-- The same for an area, put where it begins. -->
<xsl:template match="bm:area">
  <xsl:text>  </xsl:text>
  <xsl:if test="@set">
    <span id="{@set}"/>
  </xsl:if>
  <xsl:choose>
    <xsl:when test="@href">
      <a class="co" href="{@href}">
        <xsl:call-template name="area-mark"/>
      </a>
    </xsl:when>
    <xsl:otherwise>
      <span class="co" role="img">
        <xsl:call-template name="area-mark"/>
      </span>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template name="area-mark">
  <xsl:if test="@id">
    <xsl:attribute name="id">
      <xsl:value-of select="@id"/>
    </xsl:attribute>
  </xsl:if>
  <xsl:attribute name="aria-label">
    <xsl:value-of select="bm:term('callout', @label)"/>
    <xsl:if test="@alt">
      <xsl:call-template name="colon"/>
      <xsl:value-of select="@alt"/>
    </xsl:if>
  </xsl:attribute>
  <xsl:value-of select="concat('(', @label, ')')"/>
</xsl:template>

<!-- Numbers of lines are for the eye. -->
<xsl:template match="bm:line">
  <span class="linenumber" aria-hidden="true">
    <xsl:value-of select="@number"/>
    <xsl:text> </xsl:text>
  </span>
</xsl:template>

<xsl:template match="db:lineannotation">
  <i>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'lineannotation'"/>
    </xsl:call-template>
    <xsl:call-template name="inline"/>
  </i>
</xsl:template>

</xsl:stylesheet>
