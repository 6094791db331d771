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
  <xsl:choose>
    <xsl:when test="@xml:id">
      <span id="{@xml:id}"/>
    </xsl:when>
    <xsl:when test="@bm:id">
      <span id="{@bm:id}"/>
    </xsl:when>
  </xsl:choose>
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
    <xsl:apply-templates select="node()[not(self::bm:target)]"/>
  </span>
  <xsl:call-template name="index-places"/>
</xsl:template>

<!-- Where the term is: a link to each place, called by its section. -->
<xsl:template name="index-places">
  <xsl:for-each select="bm:target">
    <xsl:choose>
      <xsl:when test="position() = 1">
        <xsl:text>: </xsl:text>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$comma"/></xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="index-place"/>
  </xsl:for-each>
</xsl:template>

<xsl:template name="index-place">
  <a href="{@href}">
    <xsl:if test="@preferred">
      <xsl:attribute name="class">preferred</xsl:attribute>
    </xsl:if>
    <xsl:value-of select="@label"/>
  </a>
  <xsl:if test="@end-href">
    <xsl:text> – </xsl:text>
    <a href="{@end-href}">
      <xsl:value-of select="@end-label"/>
    </a>
  </xsl:if>
</xsl:template>

<!-- An index that was left empty is filled: groups by letter, in them terms
     with terms below. -->
<xsl:template match="bm:indexgroup">
  <div class="indexdiv">
    <xsl:if test="@title != ''">
      <p class="title">
        <xsl:value-of select="@title"/>
      </p>
    </xsl:if>
    <ul class="index">
      <xsl:apply-templates select="bm:indexitem"/>
    </ul>
  </div>
</xsl:template>

<xsl:template match="bm:indexitem">
  <li>
    <xsl:apply-templates select="bm:words"/>
    <xsl:call-template name="index-places"/>
    <xsl:if test="bm:indexsee or bm:indexitem">
      <ul>
        <xsl:for-each select="bm:indexsee">
          <li class="{@kind}">
            <i>
              <xsl:value-of select="bm:term(@kind)"/>
            </i>
            <xsl:text> </xsl:text>
            <xsl:choose>
              <xsl:when test="@href">
                <a href="{@href}">
                  <xsl:value-of select="@label"/>
                </a>
              </xsl:when>
              <xsl:otherwise>
                <xsl:value-of select="@label"/>
              </xsl:otherwise>
            </xsl:choose>
          </li>
        </xsl:for-each>
        <xsl:apply-templates select="bm:indexitem"/>
      </ul>
    </xsl:if>
  </li>
</xsl:template>

<xsl:template match="bm:words">
  <span>
    <xsl:if test="@id">
      <xsl:attribute name="id">
        <xsl:value-of select="@id"/>
      </xsl:attribute>
    </xsl:if>
    <xsl:value-of select="@text"/>
  </span>
</xsl:template>

<xsl:template match="db:seeie | db:seealsoie">
  <span>
    <xsl:call-template name="common"/>
    <i>
      <xsl:choose>
        <xsl:when test="self::db:seeie">
          <xsl:value-of select="bm:term('see')"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="bm:term('see-also')"/>
        </xsl:otherwise>
      </xsl:choose>
    </i>
    <xsl:text> </xsl:text>
    <xsl:call-template name="inline"/>
  </span>
</xsl:template>

</xsl:stylesheet>
