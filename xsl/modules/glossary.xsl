<?xml version="1.0" encoding="UTF-8"?>
<!-- Glossaries: a list of terms, each with what it means. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<xsl:template match="db:glosslist" mode="list">
  <xsl:param name="own"/>
  <dl>
    <xsl:call-template name="list-attributes">
      <xsl:with-param name="own" select="$own"/>
      <xsl:with-param name="class" select="'glossary'"/>
    </xsl:call-template>
    <xsl:apply-templates select="db:glossentry"/>
  </dl>
</xsl:template>

<xsl:template match="db:glossentry">
  <div>
    <xsl:call-template name="plain"/>
    <!-- Links to the entry lead to the word that it defines. -->
    <dt>
      <xsl:if test="db:glossterm[1]/@xml:id">
        <xsl:call-template name="id"/>
      </xsl:if>
      <xsl:call-template name="semantics">
        <xsl:with-param name="type" select="'glossterm'"/>
      </xsl:call-template>
      <dfn>
        <xsl:if test="not(db:glossterm[1]/@xml:id)">
          <xsl:call-template name="id"/>
        </xsl:if>
        <xsl:for-each select="db:glossterm[1]">
          <xsl:call-template name="id"/>
          <xsl:call-template name="inline"/>
        </xsl:for-each>
      </dfn>
      <xsl:for-each select="db:acronym | db:abbrev |
          db:glossterm[position() &gt; 1]">
        <xsl:text> (</xsl:text>
        <xsl:apply-templates select="."/>
        <xsl:text>)</xsl:text>
      </xsl:for-each>
    </dt>
    <xsl:apply-templates select="*[not(self::db:glossterm or
        self::db:acronym or self::db:abbrev or self::db:indexterm)]"/>
  </div>
</xsl:template>

<xsl:template match="db:glossdef">
  <dd>
    <xsl:call-template name="semantics">
      <xsl:with-param name="type" select="'glossdef'"/>
    </xsl:call-template>
    <xsl:call-template name="common"/>
    <xsl:apply-templates select="node()[not(self::db:glossseealso)]"/>
    <xsl:if test="db:glossseealso">
      <p class="see">
        <xsl:value-of select="bm:term('see-also')"/>
        <xsl:text> </xsl:text>
        <xsl:for-each select="db:glossseealso">
          <xsl:if test="position() &gt; 1"><xsl:value-of select="$comma"/></xsl:if>
          <xsl:apply-templates select="."/>
        </xsl:for-each>
      </p>
    </xsl:if>
  </dd>
</xsl:template>

<xsl:template match="db:glosssee">
  <dd class="see">
    <p>
      <xsl:value-of select="bm:term('see')"/>
      <xsl:text> </xsl:text>
      <xsl:call-template name="other-term"/>
    </p>
  </dd>
</xsl:template>

<xsl:template match="db:glossseealso">
  <xsl:call-template name="other-term"/>
</xsl:template>

<xsl:key name="entries" match="db:glossentry" use="@xml:id"/>

<!-- The term that is meant: the author's words or its own. -->
<xsl:template name="other-term">
  <xsl:choose>
    <xsl:when test="not(@bm:text) and @otherterm and
        key('entries', @otherterm)">
      <xsl:variable name="entry" select="key('entries', @otherterm)"/>
      <a>
        <xsl:attribute name="href">
          <xsl:choose>
            <xsl:when test="@bm:href">
              <xsl:value-of select="@bm:href"/>
            </xsl:when>
            <xsl:otherwise>
              <xsl:value-of select="concat('#', @otherterm)"/>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <xsl:apply-templates/>
        <xsl:if test="not(node())">
          <xsl:apply-templates select="$entry/db:glossterm[1]/node()"/>
        </xsl:if>
      </a>
    </xsl:when>
    <xsl:when test="@bm:href">
      <a href="{@bm:href}">
        <xsl:call-template name="link-text"/>
      </a>
    </xsl:when>
    <xsl:otherwise>
      <xsl:call-template name="link-text"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

</xsl:stylesheet>
