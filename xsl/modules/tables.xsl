<?xml version="1.0" encoding="UTF-8"?>
<!-- Tables, of CALS and of HTML; cells were settled before. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    extension-element-prefixes="bm"
    exclude-result-prefixes="db bm xlink epub">

<!-- One HTML table for each tgroup; all scroll in one box. -->
<xsl:template match="db:table | db:informaltable">
  <xsl:variable name="titled" select="db:title or db:info/db:title or
      db:caption"/>
  <xsl:variable name="label">
    <xsl:if test="$titled and @xml:id">
      <xsl:value-of select="concat(@xml:id, '-caption')"/>
    </xsl:if>
  </xsl:variable>
  <xsl:call-template name="scroll">
    <xsl:with-param name="label" select="$label"/>
    <xsl:with-param name="content">
      <xsl:choose>
        <xsl:when test="db:tgroup">
          <xsl:for-each select="db:tgroup">
            <xsl:if test="@xml:id and position() = 1">
              <span id="{@xml:id}"/>
            </xsl:if>
            <table>
              <xsl:choose>
                <xsl:when test="position() = 1">
                  <xsl:for-each select="..">
                    <xsl:call-template name="table-head">
                      <xsl:with-param name="label" select="$label"/>
                    </xsl:call-template>
                  </xsl:for-each>
                </xsl:when>
                <xsl:otherwise>
                  <xsl:call-template name="id"/>
                  <xsl:for-each select="..">
                    <xsl:call-template name="plain"/>
                  </xsl:for-each>
                </xsl:otherwise>
              </xsl:choose>
              <xsl:call-template name="table-body"/>
            </table>
          </xsl:for-each>
        </xsl:when>
        <xsl:when test="db:tr or db:tbody or db:thead">
          <table>
            <xsl:call-template name="table-head">
              <xsl:with-param name="label" select="$label"/>
            </xsl:call-template>
            <xsl:call-template name="table-body"/>
          </table>
        </xsl:when>
        <xsl:otherwise>
          <div>
            <xsl:call-template name="common"/>
            <xsl:call-template name="block-title">
              <xsl:with-param name="id" select="$label"/>
            </xsl:call-template>
            <xsl:apply-templates/>
          </div>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:with-param>
  </xsl:call-template>
  <xsl:if test="db:textobject and (db:tgroup or db:tr or db:tbody or
      db:thead)">
    <xsl:call-template name="table-description"/>
  </xsl:if>
</xsl:template>

<!-- What is told of a table in words folds out below it. -->
<xsl:template name="table-description">
  <details class="longdesc">
    <summary>
      <xsl:value-of select="bm:term('table-description')"/>
    </summary>
    <xsl:for-each select="db:textobject">
      <xsl:choose>
        <xsl:when test="db:phrase">
          <p>
            <xsl:apply-templates/>
          </p>
        </xsl:when>
        <xsl:otherwise>
          <xsl:apply-templates/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </details>
</xsl:template>

<!-- The parts in the order of HTML: DocBook has the foot before the body. -->
<xsl:template name="table-body">
  <xsl:apply-templates select="db:thead"/>
  <xsl:apply-templates select="*[not(self::db:thead or self::db:tfoot or
      self::db:caption or self::db:textobject)]"/>
  <xsl:apply-templates select="db:tfoot"/>
</xsl:template>

<!-- Attributes and caption of a table. -->
<xsl:template name="table-head">
  <xsl:param name="label"/>
  <xsl:variable name="words">
    <xsl:if test="@frame">
      <xsl:value-of select="concat(' frame-', @frame)"/>
    </xsl:if>
    <xsl:if test="@rules">
      <xsl:value-of select="concat(' rules-', @rules)"/>
    </xsl:if>
    <xsl:if test="@tabstyle">
      <xsl:value-of select="concat(' ', @tabstyle)"/>
    </xsl:if>
    <xsl:if test="@class">
      <xsl:value-of select="concat(' ', @class)"/>
    </xsl:if>
  </xsl:variable>
  <xsl:call-template name="common">
    <xsl:with-param name="class" select="normalize-space($words)"/>
  </xsl:call-template>
  <xsl:if test="db:title or db:info/db:title or db:caption or @bm:label">
    <caption>
      <xsl:if test="$label != ''">
        <xsl:attribute name="id">
          <xsl:value-of select="$label"/>
        </xsl:attribute>
      </xsl:if>
      <xsl:call-template name="caption">
        <xsl:with-param name="term" select="'caption-table'"/>
      </xsl:call-template>
      <xsl:for-each select="db:caption">
        <xsl:if test="../db:title or ../db:info/db:title">
          <xsl:text> </xsl:text>
        </xsl:if>
        <xsl:apply-templates/>
      </xsl:for-each>
    </caption>
  </xsl:if>
</xsl:template>

<!-- Widths are the reader's business. -->
<xsl:template match="db:colspec | db:spanspec | db:col | db:colgroup"/>

<xsl:template match="db:thead | db:tbody | db:tfoot">
  <xsl:element name="{local-name()}">
    <xsl:call-template name="common"/>
    <xsl:apply-templates/>
  </xsl:element>
</xsl:template>

<xsl:template match="db:row | db:tr">
  <tr>
    <xsl:call-template name="common"/>
    <xsl:apply-templates/>
    <xsl:if test="@bm:gap">
      <xsl:call-template name="empty-cells"/>
    </xsl:if>
  </tr>
</xsl:template>

<!-- Columns that a row leaves out. -->
<xsl:template name="empty-cells">
  <xsl:param name="n" select="@bm:gap"/>
  <xsl:if test="$n &gt; 0">
    <td/>
    <xsl:call-template name="empty-cells">
      <xsl:with-param name="n" select="$n - 1"/>
    </xsl:call-template>
  </xsl:if>
</xsl:template>

<xsl:template match="db:entry | db:td | db:th">
  <xsl:variable name="name">
    <xsl:choose>
      <xsl:when test="@bm:cell = 'th' or @bm:cell = 'td'">
        <xsl:value-of select="@bm:cell"/>
      </xsl:when>
      <xsl:when test="self::db:th">th</xsl:when>
      <xsl:otherwise>td</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:if test="@bm:gap">
    <xsl:call-template name="empty-cells"/>
  </xsl:if>
  <xsl:element name="{$name}">
    <xsl:call-template name="cell-attributes">
      <xsl:with-param name="name" select="$name"/>
    </xsl:call-template>
    <xsl:apply-templates/>
  </xsl:element>
</xsl:template>

<xsl:template name="cell-attributes">
  <xsl:param name="name"/>
  <xsl:if test="@bm:id or @xml:id">
    <xsl:attribute name="id">
      <xsl:value-of select="(@xml:id | @bm:id)[1]"/>
    </xsl:attribute>
  </xsl:if>
  <xsl:choose>
    <xsl:when test="@bm:align | @bm:valign | @bm:rules | @rotate | @class">
      <xsl:call-template name="cell-class"/>
    </xsl:when>
    <xsl:otherwise>
      <bm:common without="id"/>
    </xsl:otherwise>
  </xsl:choose>
  <xsl:if test="$name = 'th' and @bm:scope">
    <xsl:attribute name="scope">
      <xsl:value-of select="@bm:scope"/>
    </xsl:attribute>
  </xsl:if>
  <xsl:if test="@bm:colspan &gt; 1">
    <xsl:attribute name="colspan">
      <xsl:value-of select="@bm:colspan"/>
    </xsl:attribute>
  </xsl:if>
  <xsl:if test="@bm:rowspan &gt; 1">
    <xsl:attribute name="rowspan">
      <xsl:value-of select="@bm:rowspan"/>
    </xsl:attribute>
  </xsl:if>
  <xsl:if test="@bm:headers">
    <xsl:attribute name="headers">
      <xsl:value-of select="@bm:headers"/>
    </xsl:attribute>
  </xsl:if>
  <xsl:if test="$name = 'th' and @abbr">
    <xsl:attribute name="abbr">
      <xsl:value-of select="@abbr"/>
    </xsl:attribute>
  </xsl:if>
</xsl:template>

<xsl:template name="cell-class">
  <xsl:call-template name="plain">
    <xsl:with-param name="class">
      <xsl:if test="@bm:align = 'right' or @bm:align = 'center' or
          @bm:align = 'justify' or @bm:align = 'char'">
        <xsl:value-of select="concat('align-', @bm:align)"/>
      </xsl:if>
      <xsl:if test="@bm:valign">
        <xsl:value-of select="concat(' valign-', @bm:valign)"/>
      </xsl:if>
      <xsl:value-of select="@bm:rules"/>
      <xsl:if test="@rotate = '1'"> rotated</xsl:if>
      <xsl:if test="@class">
        <xsl:value-of select="concat(' ', @class)"/>
      </xsl:if>
    </xsl:with-param>
  </xsl:call-template>
</xsl:template>

<!-- A table in a cell. -->
<xsl:template match="db:entrytbl">
  <xsl:if test="@bm:gap">
    <xsl:call-template name="empty-cells"/>
  </xsl:if>
  <td>
    <xsl:call-template name="cell-attributes"/>
    <table>
      <xsl:call-template name="table-body"/>
    </table>
  </td>
</xsl:template>

<xsl:template match="db:tgroup">
  <table>
    <xsl:call-template name="common"/>
    <xsl:call-template name="table-body"/>
  </table>
</xsl:template>

<xsl:template match="db:caption">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'caption'"/>
    </xsl:call-template>
    <xsl:apply-templates/>
  </div>
</xsl:template>

<!-- Wide tables scroll in a region of their own that the keyboard reaches. -->
<xsl:template name="scroll-region">
  <xsl:param name="content"/>
  <xsl:param name="label"/>
  <div class="table-wrap" tabindex="0">
    <xsl:choose>
      <xsl:when test="$label != ''">
        <xsl:attribute name="role">region</xsl:attribute>
        <xsl:attribute name="aria-labelledby">
          <xsl:value-of select="$label"/>
        </xsl:attribute>
      </xsl:when>
      <xsl:otherwise>
        <xsl:attribute name="role">group</xsl:attribute>
        <xsl:attribute name="aria-label">
          <xsl:value-of select="bm:term('table')"/>
        </xsl:attribute>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:copy-of select="$content"/>
  </div>
</xsl:template>

</xsl:stylesheet>
