<?xml version="1.0" encoding="UTF-8"?>
<!-- Note, tip, warning and their kin, named in words and not by colour. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<xsl:template match="db:note | db:tip | db:warning | db:caution |
    db:important | db:danger">
  <xsl:choose>
    <!-- A copy for a chapter of a chunked book: one page has the
         document's own.  Nobody lands on a piece of a chapter of an EPUB
         but from the piece before it. -->
    <xsl:when test="@bm:scope = 'chunk' and ($context/@writer = 'html' or
        ($context/@writer = 'epub' and ../@bm:cut))"/>
    <xsl:when test="@role = 'notice'">
      <xsl:call-template name="disclaimer"/>
    </xsl:when>
    <xsl:otherwise>
      <xsl:variable name="label">
        <xsl:choose>
          <xsl:when test="@xml:id">
            <xsl:value-of select="concat(@xml:id, '-title')"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="@bm:id"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:variable>
      <xsl:call-template name="admonition">
        <xsl:with-param name="label" select="$label"/>
        <xsl:with-param name="content">
          <xsl:variable name="role" select="concat(' ', @role, ' ')"/>
          <xsl:choose>
            <!-- What may be folded.  A book lets its reader find all. -->
            <xsl:when test="$context/@writer != 'epub' and
                (contains($role, ' collapsed ') or
                contains($role, ' collapsible '))">
              <details>
                <xsl:if test="contains($role, ' collapsible ')">
                  <xsl:attribute name="open">open</xsl:attribute>
                </xsl:if>
                <summary class="title">
                  <xsl:call-template name="admonition-title">
                    <xsl:with-param name="label" select="$label"/>
                  </xsl:call-template>
                </summary>
                <xsl:apply-templates/>
              </details>
            </xsl:when>
            <xsl:otherwise>
              <p class="title">
                <xsl:call-template name="admonition-title">
                  <xsl:with-param name="label" select="$label"/>
                </xsl:call-template>
              </p>
              <xsl:apply-templates/>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template name="admonition-title">
  <xsl:param name="label"/>
  <xsl:if test="$label != ''">
    <xsl:attribute name="id">
      <xsl:value-of select="$label"/>
    </xsl:attribute>
  </xsl:if>
  <xsl:value-of select="bm:term(local-name())"/>
  <xsl:if test="db:title or db:info/db:title">
    <xsl:call-template name="colon"/>
    <xsl:call-template name="title-text"/>
  </xsl:if>
</xsl:template>

</xsl:stylesheet>
