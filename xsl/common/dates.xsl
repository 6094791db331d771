<?xml version="1.0" encoding="UTF-8"?>
<!-- Dates: YYYY, YYYY-MM or YYYY-MM-DD in words, with the machine's form. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<xsl:template name="date">
  <xsl:param name="date"/>
  <xsl:variable name="d" select="normalize-space($date)"/>
  <xsl:variable name="shape" select="translate($d, '0123456789', '9999999999')"/>
  <xsl:choose>
    <xsl:when test="$shape = '9999-99-99' or $shape = '9999-99'">
      <xsl:variable name="month" select="string(key('t',
          concat('month-', substring($d, 6, 2))))"/>
      <time datetime="{$d}">
        <xsl:choose>
          <xsl:when test="$month = ''">
            <xsl:value-of select="$d"/>
          </xsl:when>
          <xsl:when test="$shape = '9999-99-99' and key('t', 'month-day')">
            <xsl:call-template name="t">
              <xsl:with-param name="name" select="'month-day'"/>
              <xsl:with-param name="a" select="$month"/>
              <xsl:with-param name="b" select="number(substring($d, 9, 2))"/>
            </xsl:call-template>
            <xsl:text> </xsl:text>
            <xsl:value-of select="substring($d, 1, 4)"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:if test="$shape = '9999-99-99'">
              <xsl:call-template name="t">
                <xsl:with-param name="name" select="'day'"/>
                <xsl:with-param name="a" select="number(substring($d, 9, 2))"/>
              </xsl:call-template>
              <xsl:text> </xsl:text>
            </xsl:if>
            <xsl:call-template name="t">
              <xsl:with-param name="name" select="'month-year'"/>
              <xsl:with-param name="a" select="$month"/>
              <xsl:with-param name="b" select="substring($d, 1, 4)"/>
            </xsl:call-template>
          </xsl:otherwise>
        </xsl:choose>
      </time>
    </xsl:when>
    <xsl:when test="$shape = '9999'">
      <time datetime="{$d}">
        <xsl:value-of select="$d"/>
      </time>
    </xsl:when>
    <xsl:otherwise>
      <xsl:value-of select="$d"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

</xsl:stylesheet>
