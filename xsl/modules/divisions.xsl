<?xml version="1.0" encoding="UTF-8"?>
<!-- Books, parts, chapters, sections: whatever has a heading. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<xsl:template match="db:set | db:book | db:part | db:reference | db:preface |
    db:chapter | db:appendix | db:article | db:section | db:sect1 |
    db:sect2 | db:sect3 | db:sect4 | db:sect5 | db:simplesect |
    db:colophon | db:dedication | db:acknowledgements | db:topic">
  <xsl:variable name="name">
    <xsl:choose>
      <xsl:when test="db:title or db:info/db:title">section</xsl:when>
      <xsl:otherwise>div</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:element name="{$name}">
    <xsl:apply-templates select="." mode="semantics"/>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:call-template name="division-heading"/>
    <xsl:call-template name="page-info"/>
    <xsl:apply-templates/>
    <xsl:call-template name="division-about"/>
  </xsl:element>
</xsl:template>

<!-- What a part begins with is no section of it without a title. -->
<xsl:template match="db:partintro">
  <xsl:variable name="name">
    <xsl:choose>
      <xsl:when test="db:title or db:info/db:title">section</xsl:when>
      <xsl:otherwise>div</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:element name="{$name}">
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'partintro'"/>
    </xsl:call-template>
    <xsl:call-template name="heading"/>
    <xsl:apply-templates/>
  </xsl:element>
</xsl:template>

<!-- The heading with "Chapter 3" or "2.1" before it. -->
<xsl:template name="division-heading">
  <xsl:param name="id"/>
  <xsl:call-template name="heading">
    <xsl:with-param name="id" select="$id"/>
    <xsl:with-param name="before">
      <xsl:call-template name="division-number"/>
    </xsl:with-param>
  </xsl:call-template>
</xsl:template>

<xsl:template name="division-number">
  <xsl:choose>
    <xsl:when test="not(@bm:label)"/>
    <xsl:when test="self::db:chapter or self::db:appendix or self::db:part">
      <xsl:value-of select="bm:term(concat('label-', local-name()),
          @bm:label)"/>
    </xsl:when>
    <xsl:otherwise>
      <xsl:value-of select="@bm:label"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- The title of the current chunk as text only. -->
<xsl:template name="own-title">
  <xsl:choose>
    <xsl:when test="bm:page/@title != ''">
      <xsl:value-of select="normalize-space(bm:page/@title)"/>
    </xsl:when>
    <xsl:when test="db:title">
      <xsl:value-of select="normalize-space(db:title)"/>
    </xsl:when>
    <xsl:when test="db:info/db:title">
      <xsl:value-of select="normalize-space(db:info/db:title)"/>
    </xsl:when>
    <xsl:when test="db:refmeta/db:refentrytitle">
      <xsl:value-of select="normalize-space(db:refmeta/db:refentrytitle)"/>
    </xsl:when>
    <xsl:when test="db:refnamediv">
      <xsl:value-of select="normalize-space(db:refnamediv[1]/db:refname[1])"/>
    </xsl:when>
    <xsl:when test="@title">
      <xsl:value-of select="normalize-space(@title)"/>
    </xsl:when>
    <xsl:otherwise>
      <xsl:value-of select="bm:term('untitled')"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- The one h1 of a page.  It carries the id of the chunk. -->
<xsl:template name="chunk-heading">
  <h1>
    <xsl:call-template name="id"/>
    <xsl:variable name="number">
      <xsl:call-template name="division-number"/>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="$number != ''">
        <span class="number">
          <xsl:value-of select="$number"/>
        </span>
        <xsl:text> </xsl:text>
      </xsl:when>
      <xsl:when test="bm:page/@number != ''">
        <span class="number">
          <xsl:value-of select="bm:term('label-chapter', bm:page/@number)"/>
        </span>
        <xsl:text> </xsl:text>
      </xsl:when>
    </xsl:choose>
    <xsl:choose>
      <xsl:when test="db:title or db:info/db:title">
        <xsl:call-template name="title-text"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="own-title"/>
      </xsl:otherwise>
    </xsl:choose>
  </h1>
  <xsl:for-each select="db:subtitle | db:info/db:subtitle">
    <p class="subtitle">
      <xsl:call-template name="id"/>
      <xsl:apply-templates/>
    </p>
  </xsl:for-each>
</xsl:template>

<!-- What a chunk holds beside other chunks, and its notes. -->
<xsl:template name="chunk-content">
  <xsl:apply-templates select="." mode="content"/>
  <xsl:if test="*[@bm:chunk]">
    <xsl:call-template name="contents"/>
  </xsl:if>
  <xsl:call-template name="footnotes"/>
  <xsl:apply-templates select="db:bibliography[@bm:generated][not(@bm:chunk)]"/>
</xsl:template>

<!-- The references that a pass made stand behind the notes. -->
<xsl:template match="*" mode="content">
  <xsl:apply-templates select="node()[not(@bm:chunk)][not(@bm:top)][not(
      self::db:bibliography[@bm:generated])]"/>
  <xsl:call-template name="content-end"/>
</xsl:template>

<xsl:template match="db:bibliography | db:glossary | db:index | db:setindex"
    mode="content">
  <xsl:call-template name="list-division"/>
</xsl:template>

<!-- What an EPUB says of a division, with the role that says the same. -->
<xsl:template match="*" mode="semantics"/>

<xsl:template match="db:part" mode="semantics">
  <xsl:call-template name="epub-semantics">
    <xsl:with-param name="type" select="'part'"/>
    <xsl:with-param name="role" select="'doc-part'"/>
  </xsl:call-template>
</xsl:template>

<xsl:template match="db:chapter | db:article" mode="semantics">
  <xsl:call-template name="epub-semantics">
    <xsl:with-param name="type" select="'chapter'"/>
    <xsl:with-param name="role" select="'doc-chapter'"/>
  </xsl:call-template>
</xsl:template>

<xsl:template match="db:preface | db:appendix | db:colophon | db:dedication"
    mode="semantics">
  <xsl:call-template name="epub-semantics">
    <xsl:with-param name="type" select="local-name()"/>
    <xsl:with-param name="role" select="concat('doc-', local-name())"/>
  </xsl:call-template>
</xsl:template>

<xsl:template match="db:acknowledgements" mode="semantics">
  <xsl:call-template name="epub-semantics">
    <xsl:with-param name="type" select="'acknowledgments'"/>
    <xsl:with-param name="role" select="'doc-acknowledgments'"/>
  </xsl:call-template>
</xsl:template>

<!-- epub:type "index" asks for one list of entries in all, so only the role. -->
<xsl:template match="db:index | db:setindex" mode="semantics">
  <xsl:call-template name="semantics">
    <xsl:with-param name="role" select="'doc-index'"/>
  </xsl:call-template>
</xsl:template>

<xsl:template match="db:bibliography | db:glossary" mode="semantics">
  <xsl:call-template name="semantics">
    <xsl:with-param name="type" select="local-name()"/>
    <xsl:with-param name="role" select="concat('doc-', local-name())"/>
  </xsl:call-template>
</xsl:template>

</xsl:stylesheet>
