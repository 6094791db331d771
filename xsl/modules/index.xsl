<?xml version="1.0" encoding="UTF-8"?>
<!-- The index and the places that it points to. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<!-- In the text a term leaves only its place. -->
<xsl:template match="db:indexterm">
  <xsl:if test="@xml:id">
    <span id="{@xml:id}"/>
  </xsl:if>
</xsl:template>

<!-- Parts of a term are read by the engine. -->
<xsl:template match="db:primary | db:secondary | db:tertiary | db:see |
    db:seealso"/>

<!-- primaryie (secondaryie (tertiaryie ...) ...): lists within the item.
     Deeper lines follow their own, so three levels are three lists. -->
<xsl:template match="db:indexentry">
  <li>
    <xsl:call-template name="common"/>
    <xsl:apply-templates select="db:primaryie"/>
    <xsl:if test="db:secondaryie or db:tertiaryie or db:seeie or
        db:seealsoie">
      <ul>
        <xsl:for-each select="db:secondaryie | db:tertiaryie | db:seeie |
            db:seealsoie">
          <li class="{local-name()}">
            <xsl:apply-templates select="."/>
          </li>
        </xsl:for-each>
      </ul>
    </xsl:if>
  </li>
</xsl:template>

<xsl:template match="db:primaryie | db:secondaryie | db:tertiaryie">
  <span>
    <xsl:call-template name="common"/>
    <xsl:call-template name="inline"/>
  </span>
</xsl:template>

<xsl:template match="db:seeie | db:seealsoie">
  <span>
    <xsl:call-template name="common"/>
    <i>
      <xsl:call-template name="t">
        <xsl:with-param name="name">
          <xsl:choose>
            <xsl:when test="self::db:seeie">see</xsl:when>
            <xsl:otherwise>see-also</xsl:otherwise>
          </xsl:choose>
        </xsl:with-param>
      </xsl:call-template>
    </i>
    <xsl:text> </xsl:text>
    <xsl:call-template name="inline"/>
  </span>
</xsl:template>

</xsl:stylesheet>
