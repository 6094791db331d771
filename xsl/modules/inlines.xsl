<?xml version="1.0" encoding="UTF-8"?>
<!-- Words within a line, by a few groups. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    extension-element-prefixes="bm"
    exclude-result-prefixes="db bm xlink epub">

<!-- The content of an inline element, as a link where it has a target. -->
<xsl:template name="inline">
  <xsl:choose>
    <xsl:when test="@revisionflag">
      <xsl:call-template name="revised">
        <xsl:with-param name="content">
          <xsl:call-template name="inline-content"/>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:when>
    <xsl:when test="@bm:href">
      <xsl:call-template name="inline-content"/>
    </xsl:when>
    <xsl:otherwise>
      <bm:content/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template name="inline-content">
  <xsl:choose>
    <xsl:when test="@bm:href and not(ancestor::db:link)">
      <a href="{@bm:href}">
        <xsl:if test="@xlink:title != ''">
          <xsl:attribute name="title">
            <xsl:value-of select="@xlink:title"/>
          </xsl:attribute>
        </xsl:if>
        <bm:content/>
      </a>
    </xsl:when>
    <xsl:otherwise>
      <bm:content/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- Names and values of computing. -->
<xsl:template match="db:classname | db:code | db:command | db:constant |
    db:enumname | db:enumvalue | db:enumidentifier | db:envar |
    db:errorcode | db:errorname | db:errortext | db:errortype |
    db:exceptionname | db:filename | db:function | db:initializer |
    db:interfacename | db:literal | db:macroname | db:markup |
    db:methodname | db:modifier | db:ooclass | db:ooexception |
    db:oointerface | db:option | db:package | db:parameter | db:prompt |
    db:property | db:returnvalue | db:symbol | db:systemitem |
    db:token | db:type | db:typedefname | db:unionname | db:templatename |
    db:specializedtemplate | db:template | db:buildtarget |
    db:database">
  <code>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:if test="@path and self::db:filename">
      <xsl:value-of select="@path"/>
      <xsl:if test="substring(@path, string-length(@path)) != '/'">/</xsl:if>
    </xsl:if>
    <xsl:call-template name="inline"/>
  </code>
</xsl:template>

<!-- A name of a markup language, in the signs that its class has there. -->
<xsl:template match="db:tag">
  <code>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'tag'"/>
    </xsl:call-template>
    <xsl:if test="@namespace != ''">
      <xsl:attribute name="title">
        <xsl:value-of select="@namespace"/>
      </xsl:attribute>
    </xsl:if>
    <xsl:choose>
      <xsl:when test="@class = 'starttag'">&lt;</xsl:when>
      <xsl:when test="@class = 'endtag'">&lt;/</xsl:when>
      <xsl:when test="@class = 'emptytag'">&lt;</xsl:when>
      <xsl:when test="@class = 'attvalue'">"</xsl:when>
      <xsl:when test="@class = 'comment' or
          @class = 'sgmlcomment'">&lt;!--</xsl:when>
      <xsl:when test="@class = 'genentity'">&amp;</xsl:when>
      <xsl:when test="@class = 'paramentity'">%</xsl:when>
      <xsl:when test="@class = 'numcharref'">&amp;#</xsl:when>
      <xsl:when test="@class = 'pi' or @class = 'xmlpi'">&lt;?</xsl:when>
    </xsl:choose>
    <xsl:call-template name="inline"/>
    <xsl:choose>
      <xsl:when test="@class = 'starttag' or @class = 'endtag' or
          @class = 'pi'">&gt;</xsl:when>
      <xsl:when test="@class = 'emptytag'">/&gt;</xsl:when>
      <xsl:when test="@class = 'attvalue'">"</xsl:when>
      <xsl:when test="@class = 'comment' or
          @class = 'sgmlcomment'">--&gt;</xsl:when>
      <xsl:when test="@class = 'genentity' or @class = 'paramentity' or
          @class = 'numcharref'">;</xsl:when>
      <xsl:when test="@class = 'prefix'">:</xsl:when>
      <xsl:when test="@class = 'xmlpi'">?&gt;</xsl:when>
    </xsl:choose>
  </code>
</xsl:template>

<xsl:template match="db:varname | db:replaceable |
    db:nonterminal">
  <var>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:call-template name="inline"/>
  </var>
</xsl:template>

<xsl:template match="db:computeroutput">
  <samp>
    <xsl:call-template name="common"/>
    <xsl:call-template name="inline"/>
  </samp>
</xsl:template>

<xsl:template match="db:userinput | db:keycap | db:keycode | db:keysym |
    db:mousebutton">
  <kbd>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:call-template name="inline"/>
    <!-- A key without words is called by what it does. -->
    <xsl:if test="not(node()) and @function">
      <xsl:value-of select="@function"/>
    </xsl:if>
  </kbd>
</xsl:template>

<!-- Keys pressed together, or menus one in the other. -->
<xsl:template match="db:keycombo | db:shortcut">
  <kbd>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:for-each select="*">
      <xsl:if test="position() &gt; 1">
        <xsl:choose>
          <xsl:when test="../@action = 'seq' or ../@action = 'press'">
            <xsl:text> </xsl:text>
          </xsl:when>
          <xsl:otherwise>+</xsl:otherwise>
        </xsl:choose>
      </xsl:if>
      <xsl:apply-templates select="."/>
    </xsl:for-each>
  </kbd>
</xsl:template>

<xsl:template match="db:menuchoice">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'menuchoice'"/>
    </xsl:call-template>
    <xsl:for-each select="*[not(self::db:shortcut)]">
      <xsl:if test="position() &gt; 1"> › </xsl:if>
      <xsl:apply-templates select="."/>
    </xsl:for-each>
    <xsl:for-each select="db:shortcut">
      <xsl:text> (</xsl:text>
      <xsl:apply-templates select="."/>
      <xsl:text>)</xsl:text>
    </xsl:for-each>
  </span>
</xsl:template>

<!-- Words that need no element of their own, only a name. -->
<xsl:template match="db:accel | db:guibutton | db:guiicon | db:guilabel |
    db:guimenu | db:guimenuitem | db:guisubmenu | db:phrase |
    db:application | db:hardware | db:productnumber |
    db:remark | db:termdef | db:uri | db:label">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:call-template name="inline"/>
  </span>
</xsl:template>

<!-- A formula in signs is heard by its alternative. -->
<xsl:template match="db:mathphrase">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'mathphrase'"/>
    </xsl:call-template>
    <xsl:if test="normalize-space(../db:alt) != ''">
      <xsl:attribute name="role">math</xsl:attribute>
      <xsl:attribute name="aria-label">
        <xsl:value-of select="normalize-space(../db:alt)"/>
      </xsl:attribute>
    </xsl:if>
    <xsl:call-template name="inline"/>
  </span>
</xsl:template>

<xsl:template match="db:emphasis">
  <xsl:choose>
    <xsl:when test="not(@role)">
      <em>
        <bm:common/>
        <bm:content>
          <xsl:call-template name="inline"/>
        </bm:content>
      </em>
    </xsl:when>
    <xsl:when test="@role = 'strong' or @role = 'bold'">
      <xsl:call-template name="strong"/>
    </xsl:when>
    <xsl:when test="@role = 'strikethrough'">
      <xsl:call-template name="struck"/>
    </xsl:when>
    <xsl:when test="@role = 'italic' or @role = 'title'">
      <xsl:call-template name="italic"/>
    </xsl:when>
    <xsl:when test="@role = 'smallcaps' or @role = 'underline'">
      <span>
        <xsl:call-template name="common"/>
        <xsl:call-template name="inline"/>
      </span>
    </xsl:when>
    <xsl:when test="@role = 'mark'">
      <mark>
        <bm:common without="class"/>
        <xsl:call-template name="inline"/>
      </mark>
    </xsl:when>
    <xsl:otherwise>
      <em>
        <xsl:call-template name="common"/>
        <xsl:call-template name="inline"/>
      </em>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template name="strong">
  <strong>
    <bm:common without="class"/>
    <xsl:call-template name="inline"/>
  </strong>
</xsl:template>

<xsl:template name="struck">
  <s>
    <bm:common without="class"/>
    <xsl:call-template name="inline"/>
  </s>
</xsl:template>

<!-- Typography of references and of raw HTML that means no stress. -->
<xsl:template name="italic">
  <i>
    <bm:common without="class"/>
    <xsl:call-template name="inline"/>
  </i>
</xsl:template>

<xsl:template match="db:foreignphrase | db:wordasword">
  <i>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:call-template name="inline"/>
  </i>
</xsl:template>

<xsl:template match="db:citetitle">
  <cite>
    <xsl:call-template name="common"/>
    <xsl:call-template name="inline"/>
  </cite>
</xsl:template>

<xsl:template match="db:quote">
  <q>
    <xsl:call-template name="common"/>
    <xsl:call-template name="inline"/>
  </q>
</xsl:template>

<xsl:template match="db:superscript">
  <sup>
    <bm:common/>
    <bm:content>
      <xsl:call-template name="inline"/>
    </bm:content>
  </sup>
</xsl:template>

<xsl:template match="db:subscript">
  <sub>
    <xsl:call-template name="common"/>
    <xsl:call-template name="inline"/>
  </sub>
</xsl:template>

<xsl:template match="db:firstterm">
  <dfn>
    <xsl:call-template name="common"/>
    <xsl:call-template name="inline"/>
  </dfn>
</xsl:template>

<xsl:template match="db:glossterm">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'glossterm'"/>
    </xsl:call-template>
    <xsl:call-template name="inline"/>
  </span>
</xsl:template>

<!-- Short forms; alt says what they stand for. -->
<xsl:template match="db:abbrev | db:acronym">
  <abbr>
    <xsl:call-template name="common"/>
    <xsl:if test="db:alt">
      <xsl:attribute name="title">
        <xsl:value-of select="normalize-space(db:alt)"/>
      </xsl:attribute>
    </xsl:if>
    <xsl:call-template name="inline"/>
  </abbr>
</xsl:template>

<!-- What may be left out, in the brackets that say so. -->
<xsl:template match="db:optional">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'optional'"/>
    </xsl:call-template>
    <xsl:text>[</xsl:text>
    <xsl:call-template name="inline"/>
    <xsl:text>]</xsl:text>
  </span>
</xsl:template>

<!-- A mark without a class is a trade mark, a name without one is none. -->
<xsl:template match="db:trademark | db:productname">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:call-template name="inline"/>
    <xsl:choose>
      <xsl:when test="self::db:productname and not(@class)"/>
      <xsl:when test="@class = 'registered'">®</xsl:when>
      <xsl:when test="@class = 'copyright'">©</xsl:when>
      <xsl:when test="@class = 'service'">℠</xsl:when>
      <xsl:otherwise>™</xsl:otherwise>
    </xsl:choose>
  </span>
</xsl:template>

<xsl:template match="db:citerefentry">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'citerefentry'"/>
    </xsl:call-template>
    <xsl:call-template name="inline"/>
  </span>
</xsl:template>

<xsl:template match="db:refentrytitle">
  <b>
    <xsl:call-template name="common"/>
    <xsl:call-template name="inline"/>
  </b>
</xsl:template>

<xsl:template match="db:manvolnum">
  <xsl:text>(</xsl:text>
  <xsl:call-template name="inline"/>
  <xsl:text>)</xsl:text>
</xsl:template>

<xsl:template match="db:inlineequation">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'inlineequation'"/>
    </xsl:call-template>
    <xsl:apply-templates/>
  </span>
</xsl:template>

</xsl:stylesheet>
