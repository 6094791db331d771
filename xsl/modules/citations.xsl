<?xml version="1.0" encoding="UTF-8"?>
<!-- Citations in the text and the list of references. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    extension-element-prefixes="bm"
    exclude-result-prefixes="db bm xlink epub">

<!-- What the pass "cite" printed, or what it could not resolve. -->
<xsl:template match="db:citation">
  <span>
    <bm:common class="citation"/>
    <bm:content/>
  </span>
</xsl:template>

<!-- A division of entries: bibliography, glossary, index.  As a chunk its
     heading is the page's. -->
<xsl:template match="db:bibliography | db:glossary | db:index | db:setindex">
  <section>
    <xsl:apply-templates select="." mode="semantics"/>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:variable name="id">
      <xsl:if test="@xml:id">
        <xsl:value-of select="concat(@xml:id, '-title')"/>
      </xsl:if>
    </xsl:variable>
    <xsl:choose>
      <!-- Chapters on one page may each have their "References", books of a
           set their "Glossary". -->
      <xsl:when test="../@bm:level and not(../@bm:chunk) and
          (../db:title or ../db:info/db:title)">
        <xsl:attribute name="aria-label">
          <xsl:choose>
            <xsl:when test="db:title or db:info/db:title">
              <xsl:value-of select="normalize-space((db:title |
                  db:info/db:title)[1])"/>
            </xsl:when>
            <xsl:otherwise>
              <xsl:value-of select="bm:term(local-name())"/>
            </xsl:otherwise>
          </xsl:choose>
          <xsl:text> – </xsl:text>
          <xsl:for-each select="(../db:title | ../db:info/db:title)[1]//text()[
              not(ancestor::db:citation or ancestor::db:footnote)]">
            <xsl:value-of select="."/>
          </xsl:for-each>
        </xsl:attribute>
      </xsl:when>
      <xsl:when test="$id != ''">
        <xsl:attribute name="aria-labelledby">
          <xsl:value-of select="$id"/>
        </xsl:attribute>
      </xsl:when>
    </xsl:choose>
    <xsl:choose>
      <xsl:when test="db:title or db:info/db:title">
        <xsl:call-template name="division-heading">
          <xsl:with-param name="id" select="$id"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:variable name="level">
          <xsl:choose>
            <xsl:when test="@bm:level">
              <xsl:value-of select="@bm:level"/>
            </xsl:when>
            <xsl:otherwise>2</xsl:otherwise>
          </xsl:choose>
        </xsl:variable>
        <xsl:element name="h{$level}">
          <xsl:if test="$id != ''">
            <xsl:attribute name="id">
              <xsl:value-of select="$id"/>
            </xsl:attribute>
          </xsl:if>
          <xsl:value-of select="bm:term(local-name())"/>
        </xsl:element>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="list-division"/>
  </section>
</xsl:template>

<xsl:template match="db:bibliodiv | db:glossdiv | db:indexdiv">
  <section>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:call-template name="heading"/>
    <xsl:call-template name="list-division"/>
  </section>
</xsl:template>

<!-- Blocks first, then the entries in their list, then the divisions. -->
<xsl:template name="list-division">
  <xsl:apply-templates select="*[not(self::db:bibliomixed or
      self::db:biblioentry or self::db:glossentry or self::db:indexentry or
      self::db:bibliodiv or self::db:glossdiv or self::db:indexdiv)]"/>
  <xsl:if test="db:bibliomixed or db:biblioentry">
    <ol class="references">
      <xsl:if test="@bm:align or
          db:bibliomixed/db:bibliomisc[@role = 'label']">
        <xsl:attribute name="class">references labelled</xsl:attribute>
      </xsl:if>
      <xsl:apply-templates select="db:bibliomixed | db:biblioentry"/>
    </ol>
  </xsl:if>
  <xsl:if test="db:glossentry">
    <dl class="glossary">
      <xsl:apply-templates select="db:glossentry"/>
    </dl>
  </xsl:if>
  <xsl:if test="db:indexentry">
    <ul class="index">
      <xsl:apply-templates select="db:indexentry"/>
    </ul>
  </xsl:if>
  <xsl:apply-templates select="db:bibliodiv | db:glossdiv | db:indexdiv"/>
</xsl:template>

<xsl:template match="db:bibliomixed">
  <bm:stream>
    <li>
      <bm:common/>
      <bm:content/>
    </li>
  </bm:stream>
</xsl:template>

<!-- An entry in parts: the parts as sentences. -->
<xsl:template match="db:biblioentry">
  <li>
    <xsl:call-template name="common"/>
    <xsl:for-each select="*[not(self::db:info)] | db:info/*">
      <xsl:if test="position() &gt; 1">
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:apply-templates select="." mode="entry"/>
      <xsl:text>.</xsl:text>
    </xsl:for-each>
  </li>
</xsl:template>

<xsl:template match="db:biblioset | db:bibliomset">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:choose>
      <xsl:when test="self::db:bibliomset">
        <xsl:apply-templates/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:for-each select="*">
          <xsl:if test="position() &gt; 1">
            <xsl:text>. </xsl:text>
          </xsl:if>
          <xsl:apply-templates select="." mode="entry"/>
        </xsl:for-each>
      </xsl:otherwise>
    </xsl:choose>
  </span>
</xsl:template>

<xsl:template match="*" mode="entry">
  <xsl:apply-templates select="."/>
</xsl:template>

<xsl:template match="db:title | db:subtitle | db:titleabbrev" mode="entry">
  <cite>
    <xsl:apply-templates/>
  </cite>
</xsl:template>

<!-- Titles inside an entry that was written in runs. -->
<xsl:template match="db:bibliomixed/db:title | db:bibliomset/db:title |
    db:bibliomixed/db:subtitle | db:bibliomset/db:subtitle">
  <cite>
    <xsl:call-template name="common"/>
    <xsl:call-template name="inline"/>
  </cite>
</xsl:template>

<!-- From the entry to each place where it is cited; else a label, or what the
     author wants. -->
<xsl:template match="db:bibliomisc">
  <bm:backlinks label="back" numbered="back-of">
    <span>
      <bm:common/>
      <bm:content>
        <xsl:call-template name="inline"/>
      </bm:content>
    </span>
  </bm:backlinks>
</xsl:template>

</xsl:stylesheet>
