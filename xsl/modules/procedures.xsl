<?xml version="1.0" encoding="UTF-8"?>
<!-- Procedures and tasks: what to do, in steps. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<xsl:template match="db:procedure">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'procedure'"/>
    </xsl:call-template>
    <xsl:call-template name="block-title"/>
    <xsl:apply-templates select="*[not(self::db:step or self::db:result)]"/>
    <ol>
      <xsl:apply-templates select="db:step"/>
    </ol>
    <xsl:apply-templates select="db:result"/>
  </div>
</xsl:template>

<xsl:template match="db:step">
  <li>
    <xsl:call-template name="common"/>
    <xsl:call-template name="block-title"/>
    <xsl:if test="@performance = 'optional'">
      <span class="optional">
        <xsl:value-of select="bm:term('optional')"/>
      </span>
      <xsl:text> </xsl:text>
    </xsl:if>
    <xsl:apply-templates/>
  </li>
</xsl:template>

<xsl:template match="db:substeps">
  <ol>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'substeps'"/>
    </xsl:call-template>
    <xsl:apply-templates/>
  </ol>
</xsl:template>

<!-- One of these steps is enough. -->
<xsl:template match="db:stepalternatives">
  <ul>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'alternatives'"/>
    </xsl:call-template>
    <xsl:apply-templates/>
  </ul>
</xsl:template>

<xsl:template match="db:task | db:tasksummary | db:taskprerequisites |
    db:taskrelated | db:result">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:call-template name="heading"/>
    <xsl:apply-templates/>
  </div>
</xsl:template>

</xsl:stylesheet>
