<?xml version="1.0" encoding="UTF-8"?>
<!-- Grammars. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<xsl:template match="db:productionset">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'productionset'"/>
    </xsl:call-template>
    <xsl:call-template name="block-title"/>
    <dl>
      <xsl:apply-templates/>
    </dl>
  </div>
</xsl:template>

<xsl:template match="db:production">
  <div>
    <xsl:call-template name="common"/>
    <dt>
      <var>
        <xsl:apply-templates select="db:lhs/node()"/>
      </var>
      <xsl:text> ::=</xsl:text>
    </dt>
    <dd>
      <xsl:for-each select="db:rhs">
        <p>
          <code>
            <xsl:if test="position() &gt; 1">| </xsl:if>
            <xsl:apply-templates/>
          </code>
        </p>
      </xsl:for-each>
      <xsl:apply-templates select="db:constraint"/>
    </dd>
  </div>
</xsl:template>

<xsl:template match="db:productionrecap">
  <div>
    <dt>
      <xsl:call-template name="other-term"/>
    </dt>
    <dd/>
  </div>
</xsl:template>

<xsl:template match="db:lhs | db:rhs">
  <code>
    <xsl:call-template name="common"/>
    <xsl:apply-templates/>
  </code>
</xsl:template>

<xsl:template match="db:constraint">
  <p class="constraint">
    <xsl:text>[ </xsl:text>
    <xsl:call-template name="other-term"/>
    <xsl:text> ]</xsl:text>
  </p>
</xsl:template>

<xsl:template match="db:constraintdef">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'constraintdef'"/>
    </xsl:call-template>
    <xsl:call-template name="block-title"/>
    <xsl:apply-templates/>
  </div>
</xsl:template>

</xsl:stylesheet>
