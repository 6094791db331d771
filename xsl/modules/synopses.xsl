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
    <!-- It stands within a line, and so do its paragraphs. -->
    <xsl:for-each select="node()">
      <xsl:choose>
        <xsl:when test="self::db:para or self::db:simpara">
          <span>
            <xsl:call-template name="common"/>
            <xsl:apply-templates/>
          </span>
        </xsl:when>
        <xsl:otherwise>
          <xsl:apply-templates select="."/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
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

<!-- Classes, as their language writes them; Java's way is the usual one. -->
<xsl:template name="synopsis-language">
  <xsl:choose>
    <xsl:when test="ancestor-or-self::*[@language]">
      <xsl:value-of select="ancestor-or-self::*[@language][1]/@language"/>
    </xsl:when>
    <xsl:otherwise>java</xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template match="db:classsynopsis">
  <xsl:variable name="language">
    <xsl:call-template name="synopsis-language"/>
  </xsl:variable>
  <xsl:variable name="names" select="db:ooclass | db:oointerface |
      db:ooexception | db:classname | db:interfacename | db:exceptionname"/>
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'synopsis'"/>
    </xsl:call-template>
    <p>
      <code>
        <xsl:for-each select="db:templatename">
          <xsl:apply-templates select="."/>
          <xsl:text> </xsl:text>
        </xsl:for-each>
        <xsl:for-each select="$names[1]">
          <xsl:call-template name="class-head">
            <xsl:with-param name="language" select="$language"/>
          </xsl:call-template>
        </xsl:for-each>
        <xsl:call-template name="class-bases">
          <xsl:with-param name="language" select="$language"/>
          <xsl:with-param name="names" select="$names[position() &gt; 1]"/>
        </xsl:call-template>
        <xsl:choose>
          <xsl:when test="$language = 'python'">:</xsl:when>
          <xsl:otherwise> {</xsl:otherwise>
        </xsl:choose>
      </code>
    </p>
    <xsl:apply-templates select="db:fieldsynopsis | db:methodsynopsis |
        db:constructorsynopsis | db:destructorsynopsis |
        db:classsynopsisinfo | db:synopsisinfo | db:template"/>
    <xsl:if test="$language != 'python'">
      <p><code>}</code></p>
    </xsl:if>
  </div>
</xsl:template>

<!-- Modifiers, the word for its kind, and the name of a class. -->
<xsl:template name="class-head">
  <xsl:param name="language"/>
  <xsl:if test="$language != 'cpp'">
    <xsl:for-each select="db:modifier">
      <xsl:apply-templates select="."/>
      <xsl:text> </xsl:text>
    </xsl:for-each>
  </xsl:if>
  <xsl:choose>
    <xsl:when test="self::db:oointerface or self::db:interfacename or
        ../@class = 'interface'">interface </xsl:when>
    <xsl:otherwise>class </xsl:otherwise>
  </xsl:choose>
  <xsl:if test="$language = 'cpp'">
    <xsl:for-each select="db:modifier">
      <xsl:apply-templates select="."/>
      <xsl:text> </xsl:text>
    </xsl:for-each>
  </xsl:if>
  <xsl:choose>
    <xsl:when test="*">
      <xsl:apply-templates select="*[not(self::db:modifier)]"/>
    </xsl:when>
    <xsl:otherwise>
      <xsl:apply-templates select="."/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- What a class is made from, keeps to and throws. -->
<xsl:template name="class-bases">
  <xsl:param name="language"/>
  <xsl:param name="names"/>
  <xsl:choose>
    <xsl:when test="not($names)"/>
    <xsl:when test="$language = 'cpp' or $language = 'python'">
      <xsl:choose>
        <xsl:when test="$language = 'cpp'"> : </xsl:when>
        <xsl:otherwise>(</xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="listed">
        <xsl:with-param name="names" select="$names"/>
      </xsl:call-template>
      <xsl:if test="$language = 'python'">)</xsl:if>
    </xsl:when>
    <xsl:otherwise>
      <xsl:call-template name="listed">
        <xsl:with-param name="before"> extends </xsl:with-param>
        <xsl:with-param name="names"
            select="$names[self::db:ooclass or self::db:classname]"/>
      </xsl:call-template>
      <xsl:call-template name="listed">
        <xsl:with-param name="before"> implements </xsl:with-param>
        <xsl:with-param name="names"
            select="$names[self::db:oointerface or self::db:interfacename]"/>
      </xsl:call-template>
      <xsl:call-template name="listed">
        <xsl:with-param name="before"> throws </xsl:with-param>
        <xsl:with-param name="names"
            select="$names[self::db:ooexception or self::db:exceptionname]"/>
      </xsl:call-template>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- Names with commas between them, and words before the first. -->
<xsl:template name="listed">
  <xsl:param name="names"/>
  <xsl:param name="before"/>
  <xsl:for-each select="$names">
    <xsl:choose>
      <xsl:when test="position() = 1">
        <xsl:value-of select="$before"/>
      </xsl:when>
      <xsl:otherwise>, </xsl:otherwise>
    </xsl:choose>
    <xsl:apply-templates select="."/>
  </xsl:for-each>
</xsl:template>

<!-- A member: what stands before its name, the name, parameters, value. -->
<xsl:template match="db:fieldsynopsis | db:methodsynopsis |
    db:constructorsynopsis | db:destructorsynopsis">
  <xsl:variable name="language">
    <xsl:call-template name="synopsis-language"/>
  </xsl:variable>
  <xsl:variable name="name" select="(db:methodname | db:varname)[1]"/>
  <xsl:variable name="behind" select="$name/following-sibling::*"/>
  <p>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <code>
      <xsl:if test="$language = 'python' and not(self::db:fieldsynopsis)">
        <xsl:text>def </xsl:text>
      </xsl:if>
      <xsl:for-each select="$name/preceding-sibling::*[not(
          self::db:synopsisinfo or self::db:info)]">
        <xsl:apply-templates select="."/>
        <xsl:text> </xsl:text>
      </xsl:for-each>
      <xsl:apply-templates select="$name"/>
      <xsl:if test="not(self::db:fieldsynopsis)">
        <xsl:call-template name="parameters">
          <xsl:with-param name="from" select="$behind | *[not($name)]"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:for-each select="db:initializer">
        <xsl:text> = </xsl:text>
        <xsl:apply-templates select="."/>
      </xsl:for-each>
      <xsl:for-each select="$behind[self::db:modifier or self::db:package]">
        <xsl:text> </xsl:text>
        <xsl:apply-templates select="."/>
      </xsl:for-each>
      <xsl:call-template name="listed">
        <xsl:with-param name="before"> throws </xsl:with-param>
        <xsl:with-param name="names" select="db:exceptionname"/>
      </xsl:call-template>
      <xsl:if test="$language != 'python'">;</xsl:if>
    </code>
  </p>
  <xsl:apply-templates select="db:synopsisinfo"/>
</xsl:template>

<xsl:template name="parameters">
  <xsl:param name="from"/>
  <xsl:text>(</xsl:text>
  <xsl:for-each select="$from[self::db:methodparam or self::db:void or
      self::db:group or self::db:varargs]">
    <xsl:if test="position() &gt; 1">, </xsl:if>
    <xsl:if test="@choice = 'opt'">[</xsl:if>
    <xsl:apply-templates select="."/>
    <xsl:if test="@rep = 'repeat'">...</xsl:if>
    <xsl:if test="@choice = 'opt'">]</xsl:if>
  </xsl:for-each>
  <xsl:text>)</xsl:text>
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
    <xsl:if test="self::db:initializer">= </xsl:if>
    <xsl:apply-templates select="."/>
  </xsl:for-each>
</xsl:template>

</xsl:stylesheet>
