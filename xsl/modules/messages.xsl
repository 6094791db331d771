<?xml version="1.0" encoding="UTF-8"?>
<!-- Sets of messages that a system gives, with what they mean. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<xsl:template match="db:simplemsgentry">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'simplemsgentry'"/>
    </xsl:call-template>
    <xsl:apply-templates/>
    <xsl:for-each select="@msglevel | @msgorig | @msgaud">
      <p class="{local-name()}">
        <b>
          <xsl:value-of select="bm:term(local-name())"/>
          <xsl:call-template name="colon"/>
        </b>
        <xsl:value-of select="."/>
      </p>
    </xsl:for-each>
  </div>
</xsl:template>

<xsl:template match="db:msgset | db:msgentry | db:msg |
    db:msgmain | db:msgsub | db:msgrel | db:msgexplan | db:msginfo |
    db:msgtext">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:call-template name="block-title"/>
    <xsl:apply-templates/>
  </div>
</xsl:template>

<xsl:template match="db:msglevel | db:msgorig | db:msgaud">
  <p>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <b>
      <xsl:value-of select="bm:term(local-name())"/>
      <xsl:call-template name="colon"/>
    </b>
    <xsl:apply-templates/>
  </p>
</xsl:template>

</xsl:stylesheet>
