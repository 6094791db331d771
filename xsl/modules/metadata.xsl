<?xml version="1.0" encoding="UTF-8"?>
<!-- What info says: authors, dates and rights, above and below the text. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<!-- Under a heading: who wrote it, when, and the abstract. -->
<xsl:template name="page-info">
  <xsl:for-each select="db:info">
    <xsl:apply-templates select="db:cover"/>
    <xsl:apply-templates select="db:abstract" mode="info"/>
    <xsl:if test="db:author | db:authorgroup/db:author">
      <p class="byline">
        <xsl:for-each select="db:authorgroup[1]">
          <xsl:call-template name="id"/>
        </xsl:for-each>
        <xsl:value-of select="bm:term('by')"/>
        <xsl:text> </xsl:text>
        <xsl:for-each select="db:author | db:authorgroup/db:author">
          <xsl:if test="position() &gt; 1">
            <xsl:call-template name="between"/>
          </xsl:if>
          <xsl:call-template name="author"/>
        </xsl:for-each>
      </p>
    </xsl:if>
    <xsl:variable name="dates" select="db:pubdate | db:date |
        db:meta[@name = 'modified' or @name = 'reviewed' or
        @name = 'next-review' or @name = 'status-date'][@content != '']"/>
    <xsl:if test="$dates">
      <ul class="dates">
        <xsl:for-each select="$dates">
          <li>
            <xsl:call-template name="dated"/>
          </li>
        </xsl:for-each>
      </ul>
    </xsl:if>
  </xsl:for-each>
</xsl:template>

<xsl:template match="db:abstract" mode="info">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'abstract'"/>
    </xsl:call-template>
    <xsl:call-template name="block-title"/>
    <xsl:apply-templates/>
  </div>
</xsl:template>

<!-- "Reviewed: 5 January 2026" -->
<xsl:template name="dated">
  <xsl:variable name="name">
    <xsl:choose>
      <xsl:when test="@name">
        <xsl:value-of select="@name"/>
      </xsl:when>
      <xsl:otherwise>published</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:value-of select="bm:term($name)"/>
  <xsl:call-template name="colon"/>
  <xsl:call-template name="date"/>
</xsl:template>

<!-- A person or an organisation with credentials, institute and ORCID. -->
<xsl:template name="author">
  <span class="author">
    <xsl:call-template name="id"/>
    <xsl:apply-templates select="db:personname | db:orgname | db:collab"/>
    <xsl:for-each select="db:affiliation[.//text()[normalize-space()]]">
      <xsl:text> (</xsl:text>
      <xsl:apply-templates select="."/>
      <xsl:text>)</xsl:text>
    </xsl:for-each>
    <xsl:for-each select="db:uri[@type = 'orcid']">
      <xsl:text> </xsl:text>
      <xsl:call-template name="orcid"/>
    </xsl:for-each>
    <xsl:for-each select="db:email">
      <xsl:text> </xsl:text>
      <xsl:apply-templates select="."/>
    </xsl:for-each>
    <xsl:for-each select="db:contrib">
      <xsl:value-of select="$comma"/>
      <xsl:apply-templates/>
    </xsl:for-each>
  </span>
</xsl:template>

<!-- What is known of a division that is no page of its own. -->
<xsl:template name="division-about">
  <xsl:for-each select="db:info[db:copyright or db:legalnotice or
      db:othercredit or db:editor or db:edition or db:releaseinfo or
      db:publisher or db:revhistory or db:orgname or db:keywordset or
      db:authorgroup/db:othercredit or db:authorgroup/db:editor or
      db:author/db:personblurb or db:authorgroup/db:author/db:personblurb]">
    <div class="division-about">
      <xsl:variable name="rest" select="db:othercredit | db:editor |
          db:authorgroup/db:othercredit | db:authorgroup/db:editor |
          db:author/db:personblurb |
          db:authorgroup/db:author/db:personblurb | db:edition |
          db:releaseinfo | db:publisher | db:revhistory | db:orgname |
          db:keywordset"/>
      <xsl:if test="$rest">
        <dl>
          <xsl:apply-templates select="$rest" mode="about"/>
        </dl>
      </xsl:if>
      <xsl:for-each select="db:copyright">
        <p class="copyright">
          <xsl:call-template name="copyright"/>
        </p>
      </xsl:for-each>
      <xsl:apply-templates select="db:legalnotice"/>
    </div>
  </xsl:for-each>
</xsl:template>

<!-- Who publishes it, and whose it is. -->
<xsl:template name="imprint">
  <xsl:for-each select="db:info/db:publisher">
    <div class="publisher">
      <xsl:apply-templates select="node()"/>
    </div>
  </xsl:for-each>
  <xsl:for-each select="db:info/db:copyright">
    <p class="copyright">
      <xsl:call-template name="copyright"/>
    </p>
  </xsl:for-each>
  <xsl:apply-templates select="db:info/db:legalnotice"/>
</xsl:template>

<!-- Who a block is from, as far as its info says it. -->
<xsl:template name="credit-words">
  <xsl:param name="info"/>
  <xsl:for-each select="$info/*[self::db:author or self::db:authorgroup or
      self::db:editor or self::db:othercredit or self::db:orgname or
      self::db:org or self::db:collab or self::db:copyright or
      self::db:publisher or self::db:date or self::db:pubdate]">
    <xsl:if test="position() &gt; 1"><xsl:value-of select="$comma"/></xsl:if>
    <xsl:choose>
      <xsl:when test="self::db:author or self::db:editor or
          self::db:othercredit">
        <xsl:call-template name="author"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="."/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:for-each>
</xsl:template>

<xsl:template name="credit">
  <xsl:param name="info" select="db:info"/>
  <xsl:if test="$info/db:author or $info/db:authorgroup or
      $info/db:editor or $info/db:othercredit or $info/db:orgname or
      $info/db:org or $info/db:collab or $info/db:copyright or
      $info/db:publisher or $info/db:date or $info/db:pubdate">
    <p class="credit">
      <xsl:call-template name="credit-words">
        <xsl:with-param name="info" select="$info"/>
      </xsl:call-template>
    </p>
  </xsl:if>
  <xsl:apply-templates select="$info/db:legalnotice"/>
</xsl:template>

<xsl:template name="orcid">
  <xsl:variable name="n" select="normalize-space(.)"/>
  <a class="orcid">
    <xsl:attribute name="href">
      <xsl:if test="not(contains($n, '://'))">https://orcid.org/</xsl:if>
      <xsl:value-of select="$n"/>
    </xsl:attribute>
    <xsl:text>ORCID </xsl:text>
    <xsl:choose>
      <xsl:when test="contains($n, 'orcid.org/')">
        <xsl:value-of select="substring-after($n, 'orcid.org/')"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$n"/>
      </xsl:otherwise>
    </xsl:choose>
  </a>
</xsl:template>

<!-- Persons: the parts in the order of speech, credentials behind a comma. -->
<xsl:template match="db:personname">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'personname'"/>
    </xsl:call-template>
    <xsl:choose>
      <xsl:when test="*[not(@role = 'credentials')]">
        <xsl:for-each select="*[not(@role = 'credentials')]">
          <xsl:if test="position() &gt; 1">
            <xsl:text> </xsl:text>
          </xsl:if>
          <xsl:apply-templates/>
        </xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="normalize-space(text()[normalize-space()][1])"/>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:for-each select="db:othername[@role = 'credentials']">
      <xsl:value-of select="$comma"/>
      <span class="credentials">
        <xsl:apply-templates/>
      </span>
    </xsl:for-each>
  </span>
</xsl:template>

<xsl:template match="db:affiliation | db:org">
  <span class="{local-name()}">
    <xsl:for-each select="*">
      <xsl:if test="position() &gt; 1"><xsl:value-of select="$comma"/></xsl:if>
      <xsl:apply-templates select="."/>
    </xsl:for-each>
  </span>
</xsl:template>

<xsl:template match="db:firstname | db:givenname | db:surname | db:lineage |
    db:honorific | db:othername | db:orgname | db:orgdiv | db:jobtitle |
    db:shortaffil | db:publishername | db:contrib | db:person |
    db:collab | db:authorinitials | db:holder | db:year">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:call-template name="inline"/>
  </span>
</xsl:template>

<!-- Author and editor within a text: "author" of their parts. -->
<xsl:template match="db:author | db:editor | db:othercredit">
  <span class="{local-name()}">
    <xsl:choose>
      <xsl:when test="db:personname or db:orgname or db:collab">
        <xsl:call-template name="author"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="id"/>
        <xsl:for-each select="*[not(self::db:personblurb)]">
          <xsl:if test="position() &gt; 1">
            <xsl:text> </xsl:text>
          </xsl:if>
          <xsl:apply-templates select="."/>
        </xsl:for-each>
      </xsl:otherwise>
    </xsl:choose>
  </span>
  <!-- What somebody did, in the author's words; a code is for machines. -->
  <xsl:if test="string-length(@otherclass) &gt; 3">
    <xsl:value-of select="concat(' (', @otherclass, ')')"/>
  </xsl:if>
  <xsl:apply-templates select="db:personblurb"/>
</xsl:template>

<xsl:template match="db:authorgroup">
  <span class="authorgroup">
    <xsl:call-template name="id"/>
    <xsl:for-each select="*[not(self::db:title or self::db:info)]">
      <xsl:if test="position() &gt; 1">
        <xsl:call-template name="between"/>
      </xsl:if>
      <xsl:apply-templates select="."/>
    </xsl:for-each>
  </span>
</xsl:template>

<xsl:template name="copyright">
  <xsl:text>© </xsl:text>
  <xsl:for-each select="db:year">
    <xsl:if test="position() &gt; 1"><xsl:value-of select="$comma"/></xsl:if>
    <xsl:apply-templates/>
  </xsl:for-each>
  <xsl:for-each select="db:holder">
    <xsl:choose>
      <xsl:when test="position() = 1">
        <xsl:text> </xsl:text>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$comma"/></xsl:otherwise>
    </xsl:choose>
    <xsl:apply-templates/>
  </xsl:for-each>
</xsl:template>

<xsl:template match="db:copyright">
  <span class="copyright">
    <xsl:call-template name="copyright"/>
  </span>
</xsl:template>

<!-- At the end of the text: the rest that a reader may ask about it. -->
<xsl:template name="about">
  <!-- Looked for once: a page can have many children. -->
  <xsl:variable name="info" select="db:info"/>
  <xsl:variable name="rest" select="$info/db:editor | $info/db:othercredit |
      $info/db:authorgroup/db:editor | $info/db:authorgroup/db:othercredit |
      $info/db:edition | $info/db:releaseinfo | $info/db:biblioid |
      $info/db:volumenum | $info/db:issuenum | $info/db:productname |
      $info/db:productnumber | $info/db:contractsponsor |
      $info/db:contractnum | $info/db:confgroup | $info/db:revhistory |
      $info/db:printhistory | $info/db:seriesvolnums | $info/db:bibliomisc |
      $info/db:org | $info/db:orgname | $info/db:collab |
      $info/db:bibliocoverage | $info/db:bibliorelation |
      $info/db:bibliosource | $info/db:biblioset | $info/db:artpagenums |
      $info/db:pagenums | $info/db:citebiblioid | $info/db:keywordset |
      $info/db:subjectset | $info/db:extendedlink |
      $info/db:author/db:personblurb |
      $info/db:authorgroup/db:author/db:personblurb |
      $info/db:meta[@name = 'reviewer' or @name = 'reviewer.name' or
      @name = 'funding' or @name = 'interests' or
      @name = 'sponsor' or @name = 'audience'][@content != ''] |
      $info/db:meta[@name = 'access'][@content = 'free'] |
      $info/db:meta[@name = 'reviewer.org'][@content != ''] | $info/bm:about"/>
  <xsl:if test="$rest">
    <section class="about">
      <h2>
        <xsl:value-of select="bm:term('about')"/>
      </h2>
      <dl>
        <xsl:apply-templates select="$rest" mode="about"/>
      </dl>
    </section>
  </xsl:if>
</xsl:template>

<!-- Two elements with one name. -->
<xsl:template match="db:pagenums | db:artpagenums" mode="about">
  <xsl:if test="not(preceding-sibling::db:pagenums |
      preceding-sibling::db:artpagenums)">
    <div>
      <dt>
        <xsl:value-of select="bm:term('pages')"/>
      </dt>
      <xsl:for-each select="../db:pagenums | ../db:artpagenums">
        <dd>
          <xsl:apply-templates select="."/>
        </dd>
      </xsl:for-each>
    </div>
  </xsl:if>
</xsl:template>

<!-- What it is part of, as a journal, and what it was made from. -->
<xsl:template match="db:bibliosource | db:biblioset" mode="about">
  <xsl:if test="not(preceding-sibling::db:bibliosource |
      preceding-sibling::db:biblioset)">
    <div>
      <dt>
        <xsl:value-of select="bm:term('bibliosource')"/>
      </dt>
      <xsl:for-each select="../db:bibliosource | ../db:biblioset">
        <dd>
          <xsl:apply-templates select="."/>
        </dd>
      </xsl:for-each>
    </div>
  </xsl:if>
</xsl:template>

<!-- A list has each name once (HTML, the dl element): what has the same name
     stands behind the first. -->
<xsl:template match="*" mode="about">
  <xsl:if test="not(preceding-sibling::*[
      local-name() = local-name(current())])">
    <div>
      <dt>
        <xsl:value-of select="bm:term(local-name())"/>
      </dt>
      <xsl:for-each select="../*[local-name() = local-name(current())]">
        <dd>
          <xsl:apply-templates select="."/>
        </dd>
      </xsl:for-each>
    </div>
  </xsl:if>
</xsl:template>

<xsl:template match="db:meta" mode="about">
  <xsl:variable name="base" select="substring-before(
      concat(@name, '.'), '.')"/>
  <xsl:variable name="same" select="../db:meta[@content != '' and
      (@name = $base or ($base = 'reviewer' and
      (@name = 'reviewer.name' or @name = 'reviewer.org')))]"/>
  <xsl:if test="generate-id() = generate-id($same[1])">
    <div>
      <dt>
        <xsl:value-of select="bm:term($base)"/>
      </dt>
      <xsl:for-each select="$same">
        <dd>
          <xsl:call-template name="about-value"/>
        </dd>
      </xsl:for-each>
    </div>
  </xsl:if>
</xsl:template>

<xsl:template name="about-value">
  <xsl:choose>
    <xsl:when test="@name = 'access'">
      <data value="free">
        <xsl:value-of select="bm:term('access-free')"/>
      </data>
    </xsl:when>
    <!-- The word of the key, which says it in every language. -->
    <xsl:when test="@content = 'none'">
      <xsl:value-of select="bm:term('none')"/>
    </xsl:when>
    <xsl:otherwise>
      <xsl:value-of select="@content"/>
    </xsl:otherwise>
  </xsl:choose>
  <xsl:if test="@name = 'reviewer.name' and
      ../db:meta[@name = 'reviewer.credentials'][@content != '']">
    <xsl:value-of select="$comma"/>
    <xsl:value-of select="../db:meta[@name = 'reviewer.credentials'
        ]/@content"/>
  </xsl:if>
</xsl:template>

<!-- What the text is about: names, codes; once, how it can be read. -->
<xsl:template match="bm:about" mode="about">
  <xsl:if test="not(preceding-sibling::bm:about)">
    <div>
      <dt>
        <xsl:value-of select="bm:term('subject')"/>
      </dt>
      <xsl:for-each select="../bm:about">
        <xsl:call-template name="about-subject"/>
      </xsl:for-each>
    </div>
    <xsl:call-template name="about-access"/>
  </xsl:if>
</xsl:template>

<xsl:template name="about-subject">
  <dd class="subject">
    <p>
      <xsl:value-of select="@name"/>
      <xsl:if test="@abbreviation">
        <xsl:value-of select="concat(' (', @abbreviation, ')')"/>
      </xsl:if>
    </p>
    <xsl:if test="bm:alias">
      <p class="former-names">
        <xsl:value-of select="bm:term('also-called')"/>
        <xsl:call-template name="colon"/>
        <xsl:for-each select="bm:alias">
          <xsl:if test="position() &gt; 1"><xsl:value-of select="$comma"/></xsl:if>
          <xsl:value-of select="@name"/>
        </xsl:for-each>
      </p>
    </xsl:if>
    <xsl:if test="@mesh or @icd10 or @icd11">
      <ul class="codes">
        <xsl:if test="@mesh">
          <li>MeSH <xsl:value-of select="@mesh"/></li>
        </xsl:if>
        <xsl:if test="@icd10">
          <li>ICD-10 <xsl:value-of select="@icd10"/></li>
        </xsl:if>
        <xsl:if test="@icd11">
          <li>ICD-11 <xsl:value-of select="@icd11"/></li>
        </xsl:if>
      </ul>
    </xsl:if>
  </dd>
</xsl:template>

<!-- What helps to read the page; "value" is the word for machines. -->
<xsl:template name="about-access">
  <xsl:variable name="pictures" select="/*//db:imagedata[
      not(ancestor::*[@role = 'decorative'])]"/>
  <div class="about-access">
    <dt>
      <xsl:value-of select="bm:term('accessibility')"/>
    </dt>
    <dd>
      <ul>
        <li>
          <data value="structuralNavigation">
            <xsl:value-of select="bm:term('a11y-headings')"/>
          </data>
        </li>
        <li>
          <data value="readingOrder">
            <xsl:value-of select="bm:term('a11y-order')"/>
          </data>
        </li>
        <xsl:if test="$pictures and not($pictures[not(
            ancestor::*[self::db:mediaobject or self::db:inlinemediaobject
            ][db:textobject or db:alt or db:info/db:alt])])">
          <li>
            <data value="alternativeText">
              <xsl:value-of select="bm:term('a11y-pictures')"/>
            </data>
          </li>
        </xsl:if>
      </ul>
    </dd>
  </div>
</xsl:template>

<xsl:template match="db:biblioid" mode="about">
  <div>
    <dt>
      <xsl:choose>
        <xsl:when test="@class and not(@class = 'other' or @class = 'uri')">
          <xsl:value-of select="translate(@class,
              'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="bm:term('identifier')"/>
        </xsl:otherwise>
      </xsl:choose>
    </dt>
    <dd>
      <xsl:apply-templates select="."/>
    </dd>
  </div>
</xsl:template>

<!-- Words to find the text by. -->
<xsl:template match="db:keywordset | db:subjectset" mode="about">
  <xsl:if test="not(preceding-sibling::*[
      local-name() = local-name(current())])">
    <div>
      <dt>
        <xsl:value-of select="bm:term(local-name())"/>
      </dt>
      <xsl:for-each select="../*[local-name() = local-name(current())]">
        <dd>
          <xsl:for-each select="db:keyword | db:subject">
            <xsl:if test="position() &gt; 1"><xsl:value-of select="$comma"/></xsl:if>
            <xsl:apply-templates select="."/>
          </xsl:for-each>
        </dd>
      </xsl:for-each>
    </div>
  </xsl:if>
</xsl:template>

<xsl:template match="db:keyword">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'keyword'"/>
    </xsl:call-template>
    <xsl:apply-templates/>
  </span>
</xsl:template>

<xsl:template match="db:subject">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'subject'"/>
    </xsl:call-template>
    <xsl:for-each select="db:subjectterm">
      <xsl:if test="position() &gt; 1"> – </xsl:if>
      <xsl:apply-templates/>
    </xsl:for-each>
  </span>
</xsl:template>

<!-- Links kept outside of the text: their ends, with what joins them. -->
<xsl:template match="db:extendedlink" mode="about">
  <xsl:variable name="own" select="@xlink:title | db:arc/@xlink:title"/>
  <xsl:choose>
    <xsl:when test="$own != ''">
      <xsl:call-template name="extended-link">
        <xsl:with-param name="links" select="."/>
      </xsl:call-template>
    </xsl:when>
    <xsl:when test="not(preceding-sibling::db:extendedlink[not((@xlink:title |
        db:arc/@xlink:title) != '')])">
      <xsl:call-template name="extended-link">
        <xsl:with-param name="links" select="../db:extendedlink[not((
            @xlink:title | db:arc/@xlink:title) != '')]"/>
      </xsl:call-template>
    </xsl:when>
  </xsl:choose>
</xsl:template>

<!-- Those without a name of their own stand together. -->
<xsl:template name="extended-link">
  <xsl:param name="links"/>
  <div>
    <dt>
      <xsl:choose>
        <xsl:when test="db:arc/@xlink:title != ''">
          <xsl:value-of select="db:arc/@xlink:title"/>
        </xsl:when>
        <xsl:when test="@xlink:title != ''">
          <xsl:value-of select="@xlink:title"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="bm:term('extendedlink')"/>
        </xsl:otherwise>
      </xsl:choose>
    </dt>
    <xsl:for-each select="$links/db:locator | $links/db:link">
      <dd>
        <xsl:apply-templates select="."/>
      </dd>
    </xsl:for-each>
  </div>
</xsl:template>

<xsl:template match="db:locator">
  <xsl:variable name="words">
    <xsl:choose>
      <xsl:when test="@xlink:title != ''">
        <xsl:value-of select="@xlink:title"/>
      </xsl:when>
      <xsl:when test="@bm:text != ''">
        <xsl:value-of select="@bm:text"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="@xlink:href | @linkend"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:choose>
    <xsl:when test="@bm:href">
      <a href="{@bm:href}">
        <xsl:value-of select="$words"/>
      </a>
    </xsl:when>
    <xsl:otherwise>
      <xsl:value-of select="$words"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- Each revision is an item: number, date, who, what. -->
<xsl:template match="db:revhistory">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'revhistory'"/>
    </xsl:call-template>
    <xsl:call-template name="block-title"/>
    <ul>
      <xsl:apply-templates select="db:revision"/>
    </ul>
  </div>
</xsl:template>

<xsl:template match="db:revision">
  <li>
    <xsl:call-template name="common"/>
    <xsl:for-each select="db:revnumber | db:date | db:author | db:authorinitials |
        db:revremark">
      <xsl:if test="position() &gt; 1"><xsl:value-of select="$comma"/></xsl:if>
      <xsl:apply-templates select="."/>
    </xsl:for-each>
    <xsl:apply-templates select="db:revdescription"/>
  </li>
</xsl:template>

<xsl:template match="db:revdescription | db:printhistory | db:personblurb |
    db:legalnotice">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:call-template name="block-title"/>
    <xsl:apply-templates/>
  </div>
</xsl:template>

<xsl:template match="db:date | db:pubdate">
  <xsl:call-template name="date"/>
</xsl:template>

<!-- Small facts: their text, in a span that says what they are. -->
<xsl:template match="db:edition | db:releaseinfo | db:biblioid | db:issuenum |
    db:volumenum | db:revnumber | db:revremark | db:contractnum |
    db:contractsponsor | db:seriesvolnums | db:pagenums | db:artpagenums |
    db:confdates | db:confnum | db:conftitle | db:confsponsor |
    db:bibliocoverage | db:bibliorelation | db:bibliosource |
    db:street | db:pob | db:postcode | db:city | db:state |
    db:country | db:phone | db:fax | db:otheraddr">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:call-template name="inline"/>
  </span>
</xsl:template>

<!-- The name of a work in a system that resolves it. -->
<xsl:template match="db:citebiblioid">
  <xsl:variable name="id" select="normalize-space(.)"/>
  <xsl:choose>
    <xsl:when test="@bm:href or @class = 'doi' or (@class = 'uri' and
        contains($id, '://'))">
      <a>
        <xsl:attribute name="href">
          <xsl:choose>
            <xsl:when test="@bm:href">
              <xsl:value-of select="@bm:href"/>
            </xsl:when>
            <xsl:when test="@class = 'doi' and not(contains($id, '://'))">
              <xsl:value-of select="concat('https://doi.org/', $id)"/>
            </xsl:when>
            <xsl:otherwise>
              <xsl:value-of select="$id"/>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <xsl:call-template name="common">
          <xsl:with-param name="class" select="'citebiblioid'"/>
        </xsl:call-template>
        <xsl:apply-templates/>
      </a>
    </xsl:when>
    <xsl:otherwise>
      <span>
        <xsl:call-template name="common">
          <xsl:with-param name="class" select="'citebiblioid'"/>
        </xsl:call-template>
        <xsl:apply-templates/>
      </span>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template match="db:confgroup | db:publisher">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="local-name()"/>
    </xsl:call-template>
    <xsl:for-each select="*">
      <xsl:if test="position() &gt; 1"><xsl:value-of select="$comma"/></xsl:if>
      <xsl:apply-templates select="."/>
    </xsl:for-each>
  </span>
</xsl:template>

<!-- An abstract in the text, not in info. -->
<xsl:template match="db:abstract">
  <xsl:apply-templates select="." mode="info"/>
</xsl:template>

<!-- What describes a text for machines; the engine has read it. -->
<xsl:template match="db:keywordset | db:subjectset | db:subjectterm |
    db:itermset | db:meta | db:extendedlink | db:arc"/>

</xsl:stylesheet>
