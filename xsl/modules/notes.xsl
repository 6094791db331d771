<?xml version="1.0" encoding="UTF-8"?>
<!-- Footnotes: marks in the text, the notes at the end of the page. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<xsl:key name="notes" match="db:footnote" use="@bm:in"/>

<!-- The mark, where the note was written and where it is meant again: a letter
     to see, "Note a" to hear. -->
<xsl:template match="db:footnote | db:footnoteref">
  <sup class="noteref">
    <a id="{@bm:ref}" role="doc-noteref">
      <xsl:attribute name="href">
        <xsl:choose>
          <xsl:when test="@bm:href">
            <xsl:value-of select="@bm:href"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="concat('#', @xml:id)"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:call-template name="epub-semantics">
        <xsl:with-param name="type" select="'noteref'"/>
        <xsl:with-param name="role" select="'doc-noteref'"/>
      </xsl:call-template>
      <span class="visually-hidden">
        <xsl:value-of select="bm:term('note-mark')"/>
      </span>
      <xsl:call-template name="note-letter"/>
    </a>
    <!-- Two predicates at one step would look at all that follow. -->
    <xsl:if test="following-sibling::node()[1]/self::*[self::db:footnote or
        self::db:footnoteref]">
      <xsl:text>,</xsl:text>
    </xsl:if>
  </sup>
</xsl:template>

<!-- Notes have letters, so that nobody takes them for references.  Where the
     citations are notes, they have the numbers that the citations name. -->
<xsl:template name="note-letter">
  <xsl:choose>
    <xsl:when test="number(@bm:label) &gt; 0 and not(@bm:number)">
      <xsl:number value="@bm:label" format="a"/>
    </xsl:when>
    <xsl:otherwise>
      <xsl:value-of select="@bm:label"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- The notes of the current chunk. -->
<xsl:template name="footnotes">
  <xsl:if test="@bm:notes &gt; 0">
    <xsl:variable name="notes" select="key('notes', string(@bm:chunk))"/>
    <section class="footnotes" aria-labelledby="page-notes">
      <xsl:call-template name="semantics">
        <xsl:with-param name="type" select="'endnotes'"/>
        <xsl:with-param name="role" select="'doc-endnotes'"/>
      </xsl:call-template>
      <h2 id="page-notes">
        <xsl:value-of select="bm:term('notes')"/>
      </h2>
      <ol>
        <xsl:if test="not($notes/@bm:number)">
          <xsl:attribute name="type">a</xsl:attribute>
        </xsl:if>
        <xsl:apply-templates select="$notes" mode="note"/>
      </ol>
    </section>
  </xsl:if>
</xsl:template>

<xsl:template match="db:footnote" mode="note">
  <li>
    <xsl:call-template name="common"/>
    <xsl:if test="@bm:number">
      <xsl:attribute name="value">
        <xsl:value-of select="@bm:number"/>
      </xsl:attribute>
    </xsl:if>
    <xsl:apply-templates/>
    <xsl:variable name="letter">
      <xsl:call-template name="note-letter"/>
    </xsl:variable>
    <p class="back">
      <a role="doc-backlink" href="#{@bm:ref}"
          aria-label="{bm:term('back-to-note', $letter)}">
        <xsl:text>↩︎</xsl:text>
        <xsl:value-of select="$letter"/>
      </a>
    </p>
  </li>
</xsl:template>

</xsl:stylesheet>
