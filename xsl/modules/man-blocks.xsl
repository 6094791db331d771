<?xml version="1.0" encoding="UTF-8"?>
<!-- Blocks as man(7). -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    exclude-result-prefixes="db xlink">

<xsl:template match="db:para | db:simpara">
  <bm:request name="PP"/>
  <xsl:apply-templates/>
</xsl:template>

<!-- The first block of an item stands on the line of its tag. -->
<xsl:template match="db:para | db:simpara" mode="item">
  <xsl:if test="preceding-sibling::*">
    <bm:request name="IP"/>
  </xsl:if>
  <xsl:apply-templates/>
</xsl:template>

<xsl:template match="*" mode="item">
  <bm:request name="RS"/>
  <xsl:apply-templates select="."/>
  <bm:request name="RE"/>
</xsl:template>

<xsl:template match="db:formalpara">
  <bm:request name="PP"/>
  <bm:font name="B">
    <xsl:value-of select="normalize-space((db:title | db:info/db:title)[1])"/>
  </bm:font>
  <bm:request name="br"/>
  <xsl:apply-templates select="db:para/node()"/>
</xsl:template>

<!-- A block's title is a bold line. -->
<xsl:template name="man-block-title">
  <xsl:if test="db:title or db:info/db:title">
    <bm:request name="PP"/>
    <bm:font name="B">
      <xsl:value-of select="normalize-space((db:title | db:info/db:title)[1])"/>
    </bm:font>
  </xsl:if>
</xsl:template>

<xsl:template match="db:itemizedlist">
  <xsl:call-template name="man-block-title"/>
  <xsl:for-each select="db:listitem">
    <bm:request name="IP">• 2</bm:request>
    <xsl:apply-templates mode="item"/>
  </xsl:for-each>
</xsl:template>

<xsl:template match="db:orderedlist | db:procedure | db:substeps">
  <xsl:call-template name="man-block-title"/>
  <xsl:apply-templates select="*[not(self::db:listitem or self::db:step or
      self::db:result)]"/>
  <xsl:for-each select="db:listitem | db:step">
    <bm:request name="IP">
      <xsl:value-of select="concat(position(), '. 4')"/>
    </bm:request>
    <xsl:apply-templates mode="item"/>
  </xsl:for-each>
  <xsl:apply-templates select="db:result"/>
</xsl:template>

<xsl:template match="db:simplelist">
  <xsl:for-each select="db:member">
    <bm:request name="IP">• 2</bm:request>
    <xsl:apply-templates/>
  </xsl:for-each>
</xsl:template>

<xsl:template match="db:variablelist">
  <xsl:call-template name="man-block-title"/>
  <xsl:for-each select="db:varlistentry">
    <bm:request name="TP"/>
    <xsl:for-each select="db:term">
      <xsl:if test="position() &gt; 1">, </xsl:if>
      <xsl:apply-templates/>
    </xsl:for-each>
    <xsl:call-template name="man-tag-end"/>
    <xsl:apply-templates select="db:listitem/*" mode="item"/>
  </xsl:for-each>
</xsl:template>

<xsl:template match="db:glossentry">
  <bm:request name="TP"/>
  <bm:font name="B">
    <xsl:apply-templates select="db:glossterm/node()"/>
  </bm:font>
  <xsl:call-template name="man-tag-end"/>
  <xsl:apply-templates select="db:glossdef/*" mode="item"/>
</xsl:template>

<xsl:template match="db:qandaentry">
  <bm:request name="TP"/>
  <bm:font name="B">
    <xsl:apply-templates select="db:question/*/node()"/>
  </bm:font>
  <xsl:call-template name="man-tag-end"/>
  <xsl:apply-templates select="db:answer/*" mode="item"/>
</xsl:template>

<xsl:template match="db:bibliomixed | db:biblioentry">
  <bm:request name="PP"/>
  <xsl:apply-templates/>
</xsl:template>

<xsl:template match="db:bibliomisc[@role = 'backlinks']"/>

<!-- Lines that stay as they are. -->
<xsl:template match="db:programlisting | db:screen | db:literallayout |
    db:synopsis | db:address">
  <bm:request name="PP"/>
  <bm:request name="RS">4</bm:request>
  <bm:pre>
    <xsl:apply-templates/>
  </bm:pre>
  <bm:request name="RE"/>
</xsl:template>

<xsl:template match="db:blockquote | db:sidebar | db:example |
    db:informalexample | db:epigraph">
  <xsl:call-template name="man-block-title"/>
  <bm:request name="RS">4</bm:request>
  <xsl:apply-templates/>
  <bm:request name="RE"/>
</xsl:template>

<xsl:template match="db:note | db:tip | db:warning | db:caution |
    db:important | db:danger">
  <bm:request name="PP"/>
  <bm:font name="B">
    <xsl:choose>
      <xsl:when test="db:title or db:info/db:title">
        <xsl:value-of select="normalize-space((db:title |
            db:info/db:title)[1])"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="concat(translate(substring(local-name(), 1, 1),
            'ntwcid', 'NTWCID'), substring(local-name(), 2))"/>
      </xsl:otherwise>
    </xsl:choose>
  </bm:font>
  <bm:request name="RS">4</bm:request>
  <xsl:apply-templates/>
  <bm:request name="RE"/>
</xsl:template>

<!-- A table as paragraphs: each row its own, cells parted by a bar. -->
<xsl:template match="db:table | db:informaltable">
  <xsl:call-template name="man-block-title"/>
  <xsl:for-each select="db:caption">
    <bm:request name="PP"/>
    <xsl:apply-templates/>
  </xsl:for-each>
  <xsl:for-each select=".//db:row | .//db:tr">
    <bm:request name="PP"/>
    <xsl:for-each select="db:entry | db:td | db:th | db:entrytbl">
      <xsl:if test="position() &gt; 1"> | </xsl:if>
      <xsl:choose>
        <xsl:when test="../../self::db:thead or self::db:th">
          <bm:font name="B">
            <xsl:apply-templates/>
          </bm:font>
        </xsl:when>
        <xsl:otherwise>
          <xsl:apply-templates/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:for-each>
  <xsl:for-each select="db:textobject">
    <xsl:if test="db:phrase">
      <bm:request name="PP"/>
    </xsl:if>
    <xsl:apply-templates/>
  </xsl:for-each>
</xsl:template>

<!-- Of a picture the words are left. -->
<xsl:template match="db:mediaobject | db:inlinemediaobject |
    db:imageobjectco">
  <xsl:variable name="alt" select="normalize-space((db:alt |
      db:textobject/db:phrase)[1])"/>
  <xsl:if test="$alt != ''">
    <xsl:if test="self::db:mediaobject">
      <bm:request name="PP"/>
    </xsl:if>
    <xsl:value-of select="concat('[', $alt, ']')"/>
  </xsl:if>
  <xsl:apply-templates select="db:textobject[not(db:phrase)] | db:caption |
      db:imageobjectco | db:calloutlist"/>
</xsl:template>

<!-- Lines of a file; in a block of lines they are some among its own. -->
<xsl:template match="db:textdata">
  <xsl:choose>
    <xsl:when test="ancestor::db:inlinemediaobject">
      <xsl:value-of select="@bm:text"/>
    </xsl:when>
    <xsl:otherwise>
      <bm:request name="PP"/>
      <bm:request name="RS">4</bm:request>
      <bm:pre>
        <xsl:value-of select="@bm:text"/>
      </bm:pre>
      <bm:request name="RE"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- Blocks with a title, and steps with one. -->
<xsl:template match="db:figure | db:informalfigure | db:equation |
    db:formalgroup | db:productionset | db:constraintdef | db:task |
    db:tasksummary | db:taskprerequisites | db:taskrelated | db:result |
    db:msg | db:msgmain | db:msgsub | db:msgrel | db:annotation |
    db:legalnotice | db:abstract">
  <xsl:call-template name="man-block-title"/>
  <xsl:apply-templates/>
</xsl:template>

<xsl:template match="db:title" mode="item">
  <bm:font name="B">
    <xsl:apply-templates/>
  </bm:font>
  <bm:request name="br"/>
</xsl:template>

<xsl:template match="db:bibliomixed/db:title | db:bibliomset/db:title">
  <bm:font name="I">
    <xsl:apply-templates/>
  </bm:font>
</xsl:template>

<xsl:template match="db:calloutlist">
  <xsl:call-template name="man-block-title"/>
  <xsl:for-each select="db:callout">
    <bm:request name="IP">
      <xsl:value-of select="concat('(', position(), ') 4')"/>
    </bm:request>
    <xsl:apply-templates mode="item"/>
  </xsl:for-each>
</xsl:template>

<xsl:template match="bm:target" mode="item"/>

<xsl:template match="db:co | db:coref">
  <xsl:value-of select="concat(' (', @bm:label, ')')"/>
</xsl:template>

<xsl:template match="bm:area">
  <xsl:value-of select="concat(' (', @label, ')')"/>
</xsl:template>

<xsl:template match="bm:line">
  <xsl:value-of select="concat(@number, ' ')"/>
</xsl:template>

<!-- Rules of a grammar: a line for each right side. -->
<xsl:template match="db:production">
  <bm:request name="TP"/>
  <bm:font name="I">
    <xsl:apply-templates select="db:lhs/node()"/>
  </bm:font>
  <xsl:text> ::=</xsl:text>
  <xsl:call-template name="man-tag-end"/>
  <xsl:for-each select="db:rhs">
    <xsl:if test="position() &gt; 1">
      <bm:request name="br"/>
      <xsl:text>| </xsl:text>
    </xsl:if>
    <xsl:apply-templates/>
  </xsl:for-each>
  <xsl:for-each select="db:constraint">
    <xsl:value-of select="concat(' [', @linkend, ']')"/>
  </xsl:for-each>
</xsl:template>

<!-- Command lines. -->
<xsl:template match="db:cmdsynopsis">
  <bm:request name="PP"/>
  <xsl:for-each select="*">
    <xsl:if test="position() &gt; 1">
      <xsl:text> </xsl:text>
    </xsl:if>
    <xsl:apply-templates select="."/>
  </xsl:for-each>
</xsl:template>

<xsl:template match="db:sbr">
  <bm:request name="br"/>
</xsl:template>

<xsl:template match="db:arg | db:group">
  <xsl:variable name="bare" select="@choice = 'plain' or
      (parent::db:group and not(@choice))"/>
  <xsl:choose>
    <xsl:when test="$bare"/>
    <xsl:when test="@choice = 'req'">{</xsl:when>
    <xsl:otherwise>[</xsl:otherwise>
  </xsl:choose>
  <xsl:choose>
    <xsl:when test="self::db:group">
      <xsl:for-each select="*">
        <xsl:if test="position() &gt; 1"> | </xsl:if>
        <xsl:apply-templates select="."/>
      </xsl:for-each>
    </xsl:when>
    <xsl:otherwise>
      <xsl:apply-templates/>
    </xsl:otherwise>
  </xsl:choose>
  <xsl:choose>
    <xsl:when test="$bare"/>
    <xsl:when test="@choice = 'req'">}</xsl:when>
    <xsl:otherwise>]</xsl:otherwise>
  </xsl:choose>
  <xsl:if test="@rep = 'repeat'">...</xsl:if>
</xsl:template>

<!-- The tag of .TP ends with its line: a comment ends the line, no more. -->
<xsl:template name="man-tag-end">
  <bm:request name="\&quot;"/>
</xsl:template>

</xsl:stylesheet>
