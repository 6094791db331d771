<?xml version="1.0" encoding="UTF-8"?>
<!-- Synopses of commands, functions and classes. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<xsl:template match="db:cmdsynopsis">
  <p>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'synopsis'"/>
    </xsl:call-template>
    <code>
      <xsl:for-each select="db:command | db:arg | db:group | db:sbr">
        <xsl:if test="position() &gt; 1">
          <xsl:text> </xsl:text>
        </xsl:if>
        <xsl:apply-templates select="." mode="synopsis"/>
      </xsl:for-each>
    </code>
  </p>
  <xsl:apply-templates select="db:synopfragment"/>
</xsl:template>

<xsl:template match="db:synopfragment">
  <p>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'synopsis synopfragment'"/>
    </xsl:call-template>
    <code>
      <xsl:for-each select="db:arg | db:group">
        <xsl:if test="position() &gt; 1">
          <xsl:text> </xsl:text>
        </xsl:if>
        <xsl:apply-templates select="." mode="synopsis"/>
      </xsl:for-each>
    </code>
  </p>
</xsl:template>

<xsl:template match="db:command" mode="synopsis">
  <b>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'command'"/>
    </xsl:call-template>
    <xsl:call-template name="inline"/>
  </b>
</xsl:template>

<xsl:template match="db:sbr" mode="synopsis">
  <br/>
</xsl:template>

<xsl:template match="db:sbr">
  <br/>
</xsl:template>

<!-- [optional] {required} and plain; ... when it may be repeated. -->
<xsl:template match="db:arg" mode="synopsis">
  <xsl:call-template name="choice-open"/>
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'arg'"/>
    </xsl:call-template>
    <xsl:call-template name="inline"/>
  </span>
  <xsl:call-template name="choice-close"/>
</xsl:template>

<xsl:template match="db:group" mode="synopsis">
  <xsl:call-template name="choice-open"/>
  <xsl:for-each select="*">
    <xsl:if test="position() &gt; 1"> | </xsl:if>
    <xsl:apply-templates select="." mode="synopsis"/>
  </xsl:for-each>
  <xsl:call-template name="choice-close"/>
</xsl:template>

<xsl:template match="*" mode="synopsis">
  <xsl:apply-templates select="."/>
</xsl:template>

<xsl:template match="db:arg | db:group">
  <xsl:apply-templates select="." mode="synopsis"/>
</xsl:template>

<!-- Alternatives in a group bring no brackets of their own. -->
<xsl:template name="choice-open">
  <xsl:choose>
    <xsl:when test="@choice = 'plain' or (parent::db:group and
        not(@choice))"/>
    <xsl:when test="@choice = 'req'">{</xsl:when>
    <xsl:otherwise>[</xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template name="choice-close">
  <xsl:choose>
    <xsl:when test="@choice = 'plain' or (parent::db:group and
        not(@choice))"/>
    <xsl:when test="@choice = 'req'">}</xsl:when>
    <xsl:otherwise>]</xsl:otherwise>
  </xsl:choose>
  <xsl:if test="@rep = 'repeat'">...</xsl:if>
</xsl:template>

<xsl:template match="db:synopfragmentref">
  <xsl:call-template name="other-term"/>
</xsl:template>

<!-- Functions and macros: prototypes, parameters in parentheses. -->
<xsl:template match="db:funcsynopsis | db:macrosynopsis | db:typedefsynopsis |
    db:unionsynopsis | db:enumsynopsis | db:packagesynopsis">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'synopsis'"/>
    </xsl:call-template>
    <xsl:apply-templates select="*[not(self::db:title or self::db:info)]"
        mode="line"/>
  </div>
</xsl:template>

<xsl:template match="*" mode="line">
  <p>
    <code>
      <xsl:apply-templates select="."/>
    </code>
  </p>
</xsl:template>

<!-- What an item of an enumeration means stands behind it. -->
<xsl:template match="db:enumitemdescription">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'enumitemdescription'"/>
    </xsl:call-template>
    <xsl:call-template name="inline"/>
  </span>
</xsl:template>

<xsl:template match="db:funcsynopsisinfo | db:synopsisinfo |
    db:classsynopsisinfo | db:classsynopsis | db:synopsis |
    db:fieldsynopsis | db:methodsynopsis | db:constructorsynopsis |
    db:destructorsynopsis | db:cmdsynopsis | db:funcsynopsis |
    db:macrosynopsis | db:typedefsynopsis | db:unionsynopsis |
    db:enumsynopsis" mode="line">
  <xsl:apply-templates select="."/>
</xsl:template>

<xsl:template match="db:funcprototype | db:macroprototype">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:apply-templates select="db:funcdef | db:macrodef | db:modifier"/>
    <xsl:text>(</xsl:text>
    <xsl:for-each select="db:paramdef | db:void | db:varargs">
      <xsl:if test="position() &gt; 1">, </xsl:if>
      <xsl:apply-templates select="."/>
    </xsl:for-each>
    <xsl:text>)</xsl:text>
  </span>
</xsl:template>

<xsl:template match="db:funcdef | db:macrodef | db:paramdef | db:funcparams |
    db:union | db:enumitem">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:choose>
      <xsl:when test="text()[normalize-space()]">
        <xsl:apply-templates/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="spaced"/>
      </xsl:otherwise>
    </xsl:choose>
  </span>
</xsl:template>

<xsl:template match="db:void">
  <xsl:text>void</xsl:text>
</xsl:template>

<xsl:template match="db:varargs">
  <xsl:text>...</xsl:text>
</xsl:template>

<!-- Classes: a heading line, then a line for each member. -->
<xsl:template match="db:classsynopsis">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'synopsis'"/>
    </xsl:call-template>
    <p>
      <code>
        <xsl:for-each select="db:ooclass | db:oointerface |
            db:ooexception | db:classname | db:modifier | db:interfacename |
            db:exceptionname">
          <xsl:if test="position() &gt; 1">
            <xsl:text> </xsl:text>
          </xsl:if>
          <xsl:apply-templates select="."/>
        </xsl:for-each>
      </code>
    </p>
    <xsl:apply-templates select="db:fieldsynopsis | db:methodsynopsis |
        db:constructorsynopsis | db:destructorsynopsis |
        db:classsynopsisinfo | db:synopsisinfo"/>
  </div>
</xsl:template>

<xsl:template match="db:fieldsynopsis | db:methodsynopsis |
    db:constructorsynopsis | db:destructorsynopsis">
  <p>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <code>
      <xsl:for-each select="*[not(self::db:methodparam or self::db:void or
          self::db:group or self::db:exceptionname)]">
        <xsl:if test="position() &gt; 1">
          <xsl:text> </xsl:text>
        </xsl:if>
        <xsl:apply-templates select="."/>
      </xsl:for-each>
      <xsl:if test="not(self::db:fieldsynopsis)">
        <xsl:text>(</xsl:text>
        <xsl:for-each select="db:methodparam | db:void | db:group">
          <xsl:if test="position() &gt; 1">, </xsl:if>
          <xsl:apply-templates select="."/>
        </xsl:for-each>
        <xsl:text>)</xsl:text>
      </xsl:if>
      <xsl:for-each select="db:exceptionname">
        <xsl:text> throws </xsl:text>
        <xsl:apply-templates select="."/>
      </xsl:for-each>
    </code>
  </p>
</xsl:template>

<xsl:template match="db:methodparam | db:ooclass | db:oointerface |
    db:ooexception" priority="1">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:call-template name="spaced"/>
  </span>
</xsl:template>

<!-- Children with a space between them. -->
<xsl:template name="spaced">
  <xsl:for-each select="*">
    <xsl:if test="position() &gt; 1">
      <xsl:text> </xsl:text>
    </xsl:if>
    <xsl:apply-templates select="."/>
  </xsl:for-each>
</xsl:template>

</xsl:stylesheet>
