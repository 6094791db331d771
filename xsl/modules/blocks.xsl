<?xml version="1.0" encoding="UTF-8"?>
<!-- Paragraphs and the blocks that hold them. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:mml="http://www.w3.org/1998/Math/MathML"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    extension-element-prefixes="bm"
    exclude-result-prefixes="db bm xlink mml epub">

<!-- A paragraph of DocBook may hold lists and tables (bm:blocks says so), one
     of HTML may not. -->
<xsl:template match="db:para | db:simpara">
  <xsl:choose>
    <xsl:when test="not(@*)">
      <bm:stream>
        <p>
          <bm:content/>
        </p>
      </bm:stream>
    </xsl:when>
    <xsl:when test="@role = 'break'">
      <xsl:call-template name="thematic-break"/>
    </xsl:when>
    <xsl:otherwise>
      <xsl:choose>
        <xsl:when test="@bm:blocks">
          <div>
            <xsl:call-template name="common">
              <xsl:with-param name="class" select="'para'"/>
            </xsl:call-template>
            <xsl:call-template name="revision-word"/>
            <xsl:apply-templates/>
          </div>
        </xsl:when>
        <xsl:otherwise>
          <bm:stream>
            <p>
              <bm:common/>
              <xsl:choose>
                <xsl:when test="@revisionflag">
                  <xsl:call-template name="revised">
                    <xsl:with-param name="content">
                      <xsl:apply-templates/>
                    </xsl:with-param>
                  </xsl:call-template>
                </xsl:when>
                <xsl:otherwise>
                  <bm:content/>
                </xsl:otherwise>
              </xsl:choose>
            </p>
          </bm:stream>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- A thematic break. -->
<xsl:template name="thematic-break">
  <hr>
    <xsl:call-template name="id"/>
  </hr>
</xsl:template>

<!-- A forced line break. -->
<!-- Where print begins a page; nothing on a screen. -->
<xsl:template match="processing-instruction('bm-page')">
  <div class="page-break"/>
</xsl:template>

<xsl:template match="processing-instruction('bm-break')">
  <br/>
</xsl:template>

<xsl:template match="db:formalpara">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'formalpara'"/>
    </xsl:call-template>
    <xsl:call-template name="block-title"/>
    <xsl:apply-templates/>
  </div>
</xsl:template>

<xsl:template match="db:bridgehead">
  <xsl:choose>
    <xsl:when test="@bm:level">
      <xsl:element name="h{@bm:level}">
        <xsl:call-template name="common">
          <xsl:with-param name="class" select="@renderas"/>
        </xsl:call-template>
        <xsl:call-template name="revision-word"/>
        <xsl:apply-templates/>
      </xsl:element>
    </xsl:when>
    <xsl:otherwise>
      <p>
        <xsl:call-template name="common">
          <xsl:with-param name="class" select="'title'"/>
        </xsl:call-template>
        <xsl:apply-templates/>
      </p>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- Quotations say at their end who is quoted. -->
<xsl:template match="db:blockquote">
  <xsl:choose>
    <xsl:when test="db:attribution or db:info/db:attribution">
      <figure>
        <xsl:call-template name="common">
          <xsl:with-param name="class" select="'quotation'"/>
        </xsl:call-template>
        <blockquote>
          <xsl:call-template name="block-title"/>
          <xsl:apply-templates select="node()[not(self::db:attribution)]"/>
        </blockquote>
        <figcaption>
          <xsl:apply-templates select="db:attribution |
              db:info/db:attribution"/>
        </figcaption>
      </figure>
    </xsl:when>
    <xsl:otherwise>
      <blockquote>
        <xsl:call-template name="common"/>
        <xsl:call-template name="block-title"/>
        <xsl:apply-templates/>
      </blockquote>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template match="db:epigraph">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'epigraph'"/>
    </xsl:call-template>
    <xsl:apply-templates select="node()[not(self::db:attribution)]"/>
    <xsl:for-each select="db:attribution | db:info/db:attribution">
      <p class="attribution">
        <xsl:apply-templates select="."/>
      </p>
    </xsl:for-each>
  </div>
</xsl:template>

<xsl:template match="db:attribution">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'attribution'"/>
    </xsl:call-template>
    <xsl:call-template name="inline"/>
  </span>
</xsl:template>

<!-- What stands beside the text. -->
<xsl:template match="db:sidebar | db:annotation">
  <aside role="note">
    <xsl:if test="@bm:id and not(@xml:id)">
      <xsl:attribute name="id">
        <xsl:value-of select="@bm:id"/>
      </xsl:attribute>
    </xsl:if>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:variable name="role" select="concat(' ', @role, ' ')"/>
    <xsl:choose>
      <!-- What may be folded.  A book lets its reader find all. -->
      <xsl:when test="$context/@writer != 'epub' and
          (db:title or db:info/db:title) and
          (contains($role, ' collapsed ') or
          contains($role, ' collapsible '))">
        <details>
          <xsl:if test="contains($role, ' collapsible ')">
            <xsl:attribute name="open">open</xsl:attribute>
          </xsl:if>
          <summary class="title">
            <xsl:apply-templates select="db:title/node() |
                db:info/db:title/node()"/>
          </summary>
          <xsl:apply-templates select="node()[not(self::bm:target)]"/>
        </details>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="block-title"/>
        <xsl:apply-templates select="node()[not(self::bm:target)]"/>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:if test="bm:target">
      <p class="back">
        <xsl:for-each select="bm:target">
          <xsl:if test="position() &gt; 1">
            <xsl:text> </xsl:text>
          </xsl:if>
          <a href="{@href}">
            <xsl:attribute name="aria-label">
              <xsl:value-of select="bm:term('back-to-annotated', @label)"/>
            </xsl:attribute>
            <xsl:text>↩︎</xsl:text>
            <xsl:value-of select="@label"/>
          </a>
        </xsl:for-each>
      </p>
    </xsl:if>
  </aside>
</xsl:template>

<!-- Behind what an annotation is about: the way to it. -->
<xsl:template match="bm:annotated">
  <xsl:for-each select="bm:target">
    <xsl:text> </xsl:text>
    <a class="annotated" id="{@id}" href="{@href}">
      <xsl:value-of select="bm:term('annotation-mark', @label)"/>
    </a>
  </xsl:for-each>
</xsl:template>

<!-- Numbered blocks with a title: the title is the caption of a figure. -->
<xsl:template match="db:example">
  <figure>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'example'"/>
    </xsl:call-template>
    <figcaption>
      <xsl:call-template name="caption">
        <xsl:with-param name="term" select="'caption-example'"/>
      </xsl:call-template>
    </figcaption>
    <xsl:apply-templates/>
  </figure>
</xsl:template>

<!-- Figures, tables ... under one title. -->
<xsl:template match="db:formalgroup">
  <figure>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'formalgroup'"/>
    </xsl:call-template>
    <xsl:apply-templates/>
    <xsl:if test="@bm:label or db:title or db:info/db:title">
      <figcaption>
        <xsl:call-template name="caption">
          <xsl:with-param name="term" select="'caption-figure'"/>
        </xsl:call-template>
      </figcaption>
    </xsl:if>
  </figure>
</xsl:template>

<xsl:template match="db:equation">
  <figure>
    <xsl:call-template name="common">
      <xsl:with-param name="class">
        <xsl:text>equation</xsl:text>
        <xsl:call-template name="wide-formula"/>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="formula-focus"/>
    <xsl:apply-templates/>
    <xsl:if test="@bm:label or db:title or db:info/db:title">
      <figcaption>
        <xsl:call-template name="caption">
          <xsl:with-param name="term" select="'caption-equation'"/>
        </xsl:call-template>
      </figcaption>
    </xsl:if>
  </figure>
</xsl:template>

<xsl:template match="db:informalexample | db:informalequation |
    db:screenshot">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class">
        <xsl:value-of select="local-name()"/>
        <xsl:call-template name="wide-formula"/>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="formula-focus"/>
    <xsl:call-template name="block-title"/>
    <xsl:apply-templates/>
  </div>
</xsl:template>

<!-- No formula breaks by itself: one that has more than a small screen can show
     scrolls, and the keyboard must reach it. -->
<xsl:template name="wide-formula">
  <xsl:if test="string-length(normalize-space(mml:math)) &gt; 30">
    <xsl:text> wide-formula</xsl:text>
  </xsl:if>
</xsl:template>

<xsl:template name="formula-focus">
  <xsl:if test="string-length(normalize-space(mml:math)) &gt; 30">
    <xsl:attribute name="tabindex">0</xsl:attribute>
  </xsl:if>
</xsl:template>

<!-- Lines matter in an address, as they do in a poem; not where it is a part of
     a byline or of an entry in a bibliography. -->
<xsl:template match="db:address">
  <p>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'address'"/>
    </xsl:call-template>
    <xsl:apply-templates/>
  </p>
</xsl:template>

<xsl:template match="db:affiliation/db:address | db:org/db:address |
    db:author/db:address | db:editor/db:address | db:othercredit/db:address |
    db:person/db:address | db:publisher/db:address | db:confgroup/db:address |
    db:bibliomixed/db:address | db:bibliomset/db:address |
    db:biblioentry/db:address | db:biblioentry/db:info/db:address |
    db:biblioset/db:address | db:biblioset/db:info/db:address">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'address'"/>
    </xsl:call-template>
    <xsl:call-template name="inline"/>
  </span>
</xsl:template>

</xsl:stylesheet>
