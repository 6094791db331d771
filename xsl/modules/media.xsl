<?xml version="1.0" encoding="UTF-8"?>
<!-- Figures, images, film and sound, with what stands in for them. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="db bm xlink epub">

<xsl:template match="db:figure">
  <figure>
    <xsl:call-template name="common"/>
    <xsl:apply-templates/>
    <figcaption>
      <xsl:call-template name="caption">
        <xsl:with-param name="term" select="'caption-figure'"/>
      </xsl:call-template>
    </figcaption>
  </figure>
</xsl:template>

<xsl:template match="db:informalfigure">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'figure'"/>
    </xsl:call-template>
    <xsl:apply-templates/>
  </div>
</xsl:template>

<xsl:template match="db:mediaobject | db:imageobjectco">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class">
        <xsl:text>media</xsl:text>
        <xsl:for-each select="(db:imageobject/db:imagedata |
            db:videoobject/db:videodata)[@align][1]">
          <xsl:value-of select="concat(' align-', @align)"/>
        </xsl:for-each>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="block-title"/>
    <xsl:call-template name="media"/>
    <!-- A text without a picture is no description of one. -->
    <xsl:variable name="itself" select="db:textobject[not(
        ../db:imageobject or ../db:videoobject or ../db:audioobject or
        ../db:imageobjectco)][1]"/>
    <xsl:apply-templates select="db:textobject[not(db:phrase)][
        count(. | $itself) != count($itself)]" mode="description"/>
    <xsl:if test="*/db:info or */*/db:info">
      <xsl:variable name="object" select="(*[@bm:chosen] |
          *[self::db:imageobject][not(../*/@bm:chosen)])[1]"/>
      <xsl:call-template name="credit">
        <xsl:with-param name="info"
            select="$object/db:info | $object/*/db:info"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:apply-templates select="db:areaspec" mode="picture"/>
    <xsl:apply-templates select="db:caption | db:calloutlist"/>
  </div>
</xsl:template>

<xsl:template match="db:inlinemediaobject">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'media'"/>
    </xsl:call-template>
    <xsl:call-template name="media"/>
  </span>
</xsl:template>

<!-- One of the objects, as a link where it has a target. -->
<xsl:template name="media">
  <xsl:choose>
    <xsl:when test="@bm:href and not(ancestor::db:link)">
      <a href="{@bm:href}">
        <xsl:call-template name="media-object"/>
      </a>
    </xsl:when>
    <xsl:otherwise>
      <xsl:call-template name="media-object"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- The one that was chosen, else the one meant for HTML, else the first. -->
<xsl:template name="media-object">
  <xsl:variable name="objects" select="db:imageobject | db:videoobject |
      db:audioobject | db:imageobjectco"/>
  <xsl:choose>
    <xsl:when test="$objects[@bm:chosen]">
      <xsl:apply-templates select="$objects[@bm:chosen][1]"/>
    </xsl:when>
    <xsl:when test="$objects[@role = 'html']">
      <xsl:apply-templates select="$objects[@role = 'html'][1]"/>
    </xsl:when>
    <xsl:when test="$objects">
      <xsl:apply-templates select="$objects[1]"/>
    </xsl:when>
    <xsl:when test="self::db:imageobjectco">
      <xsl:apply-templates select="db:areaspec"/>
    </xsl:when>
    <xsl:otherwise>
      <xsl:apply-templates select="db:textobject[1]"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template match="db:imageobject">
  <xsl:apply-templates select="*[not(self::db:alt)]"/>
</xsl:template>

<!-- The words for an image.  No attribute where the author wrote none: that
     is a fault to be seen, not to be papered over. -->
<xsl:template name="alt">
  <xsl:variable name="media" select="ancestor::*[self::db:mediaobject or
      self::db:inlinemediaobject][1]"/>
  <xsl:choose>
    <xsl:when test="$media/@role = 'decorative' or
        $media/../@role = 'decorative'">
      <xsl:attribute name="alt"/>
    </xsl:when>
    <xsl:when test="$media/db:alt or ../db:alt or $media/db:textobject">
      <xsl:attribute name="alt">
        <xsl:call-template name="media-words">
          <xsl:with-param name="media" select="$media"/>
        </xsl:call-template>
      </xsl:attribute>
      <xsl:if test="$media/@bm:transcript">
        <xsl:attribute name="aria-details">
          <xsl:value-of select="$media/@bm:transcript"/>
        </xsl:attribute>
      </xsl:if>
    </xsl:when>
  </xsl:choose>
</xsl:template>

<!-- Those words.  An image that is described at length alone is called by what
     its description is called. -->
<xsl:template name="media-words">
  <xsl:param name="media"/>
  <xsl:choose>
    <xsl:when test="$media/db:alt">
      <xsl:value-of select="normalize-space($media/db:alt)"/>
    </xsl:when>
    <xsl:when test="../db:alt">
      <xsl:value-of select="normalize-space(../db:alt)"/>
    </xsl:when>
    <xsl:when test="$media/db:textobject/db:phrase">
      <xsl:value-of select="normalize-space(
          $media/db:textobject/db:phrase)"/>
    </xsl:when>
    <xsl:when test="$media/db:textobject">
      <xsl:value-of select="bm:term('description')"/>
    </xsl:when>
  </xsl:choose>
</xsl:template>

<xsl:template match="db:imagedata">
  <xsl:choose>
    <xsl:when test="@bm:src">
      <img src="{@bm:src}">
        <xsl:if test="@bm:srcset">
          <xsl:attribute name="srcset">
            <xsl:value-of select="@bm:srcset"/>
          </xsl:attribute>
          <xsl:attribute name="sizes">
            <xsl:value-of select="@bm:sizes"/>
          </xsl:attribute>
        </xsl:if>
        <xsl:call-template name="alt"/>
        <xsl:call-template name="common"/>
        <xsl:call-template name="size"/>
      </img>
    </xsl:when>
    <xsl:when test="*[not(self::db:info)]">
      <xsl:apply-templates/>
    </xsl:when>
    <xsl:otherwise>
      <xsl:call-template name="media-missing"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- The words alone, of what cannot be shown. -->
<xsl:template name="media-missing">
  <span class="media-missing">
    <xsl:value-of select="normalize-space((
        ancestor::db:mediaobject/db:alt |
        ancestor::db:inlinemediaobject/db:alt | ../db:alt |
        ancestor::db:mediaobject/db:textobject/db:phrase |
        ancestor::db:inlinemediaobject/db:textobject/db:phrase)[1])"/>
  </span>
</xsl:template>

<!-- Size in pixels, so that the text does not jump while the page loads.  The
     style sheet bounds it by the line. -->
<xsl:template name="size">
  <xsl:if test="@bm:share">
    <xsl:attribute name="style">
      <xsl:value-of select="concat('width: ', @bm:share)"/>
    </xsl:attribute>
  </xsl:if>
  <xsl:if test="number(@bm:width) &gt; 0 and number(@bm:height) &gt; 0">
    <xsl:attribute name="width">
      <xsl:value-of select="round(@bm:width)"/>
    </xsl:attribute>
    <xsl:attribute name="height">
      <xsl:value-of select="round(@bm:height)"/>
    </xsl:attribute>
  </xsl:if>
</xsl:template>

<xsl:template match="db:videoobject">
  <xsl:for-each select="db:videodata">
    <xsl:choose>
      <xsl:when test="not(@bm:src != '')">
        <xsl:call-template name="media-missing"/>
      </xsl:when>
      <xsl:otherwise>
        <video controls="controls" src="{@bm:src}">
          <xsl:call-template name="common"/>
          <xsl:call-template name="media-label"/>
          <xsl:call-template name="media-parameters"/>
          <xsl:call-template name="size"/>
          <xsl:call-template name="media-fallback"/>
        </video>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:for-each>
</xsl:template>

<xsl:template match="db:audioobject">
  <xsl:for-each select="db:audiodata">
    <xsl:choose>
      <xsl:when test="not(@bm:src != '')">
        <xsl:call-template name="media-missing"/>
      </xsl:when>
      <xsl:otherwise>
        <audio controls="controls" src="{@bm:src}">
          <xsl:call-template name="common"/>
          <xsl:call-template name="media-label"/>
          <xsl:call-template name="media-parameters"/>
          <xsl:call-template name="media-fallback"/>
        </audio>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:for-each>
</xsl:template>

<!-- Texts that go along with it, and what readers get whose program plays
     nothing; what is told below is not told twice. -->
<xsl:template name="media-fallback">
  <xsl:for-each select="db:multimediaparam[@bm:src]">
    <track kind="{@name}" src="{@bm:src}">
      <xsl:attribute name="srclang">
        <xsl:choose>
          <xsl:when test="@xml:lang">
            <xsl:value-of select="@xml:lang"/>
          </xsl:when>
          <xsl:when test="ancestor::*[@xml:lang]">
            <xsl:value-of select="ancestor::*[@xml:lang][1]/@xml:lang"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="$context/@lang"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
    </track>
  </xsl:for-each>
  <xsl:if test="not(../../@bm:transcript)">
    <xsl:apply-templates select="../../db:textobject[1]/node()"/>
  </xsl:if>
</xsl:template>

<!-- What a player is told.  Nothing plays by itself (WCAG 1.4.2). -->
<xsl:template name="media-parameters">
  <xsl:for-each select="db:multimediaparam">
    <xsl:choose>
      <xsl:when test="(@name = 'loop' or @name = 'muted') and
          @value != 'false' and @value != '0'">
        <xsl:attribute name="{@name}">
          <xsl:value-of select="@name"/>
        </xsl:attribute>
      </xsl:when>
      <xsl:when test="@name = 'preload' and (@value = 'none' or
          @value = 'metadata' or @value = 'auto')">
        <xsl:attribute name="preload">
          <xsl:value-of select="@value"/>
        </xsl:attribute>
      </xsl:when>
    </xsl:choose>
  </xsl:for-each>
</xsl:template>

<xsl:template name="media-label">
  <xsl:if test="../../@bm:transcript">
    <xsl:attribute name="aria-details">
      <xsl:value-of select="../../@bm:transcript"/>
    </xsl:attribute>
  </xsl:if>
  <xsl:if test="../../db:alt">
    <xsl:attribute name="aria-label">
      <xsl:value-of select="normalize-space(../../db:alt)"/>
    </xsl:attribute>
  </xsl:if>
</xsl:template>

<!-- A long description folds out below the image, what is said and shown below
     a player. -->
<xsl:template match="db:textobject" mode="description">
  <xsl:variable name="name">
    <xsl:choose>
      <xsl:when test="../db:videoobject[@bm:chosen] or
          ../db:audioobject[@bm:chosen]">transcript</xsl:when>
      <xsl:otherwise>description</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <details class="longdesc">
    <xsl:if test="$name = 'transcript'">
      <xsl:attribute name="class">longdesc transcript</xsl:attribute>
    </xsl:if>
    <xsl:if test="../@bm:transcript and
        not(preceding-sibling::db:textobject[not(db:phrase)])">
      <xsl:attribute name="id">
        <xsl:value-of select="../@bm:transcript"/>
      </xsl:attribute>
    </xsl:if>
    <summary>
      <xsl:value-of select="bm:term(string($name))"/>
    </summary>
    <xsl:apply-templates/>
  </details>
</xsl:template>

<xsl:template match="db:textobject">
  <xsl:apply-templates/>
</xsl:template>

<!-- A text from a file: in lines of their own, unless it stands in such. -->
<xsl:template match="db:textdata">
  <xsl:choose>
    <xsl:when test="ancestor::db:programlisting or ancestor::db:screen or
        ancestor::db:literallayout or ancestor::db:synopsis or
        ancestor::db:inlinemediaobject">
      <xsl:value-of select="@bm:text"/>
    </xsl:when>
    <xsl:otherwise>
      <pre>
        <xsl:call-template name="common"/>
        <xsl:call-template name="scrollable"/>
        <xsl:value-of select="@bm:text"/>
      </pre>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- A cover that stands in the text; the book's own is made by the writer. -->
<xsl:template match="db:cover">
  <div>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'cover'"/>
    </xsl:call-template>
    <xsl:apply-templates/>
  </div>
</xsl:template>

<!-- Areas of a picture, by their names. -->
<xsl:template match="db:areaspec" mode="picture">
  <xsl:if test="db:area/db:alt or db:areaset/db:area/db:alt">
    <ul class="areas">
      <xsl:for-each select="(db:area | db:areaset/db:area)[db:alt]">
        <li>
          <xsl:call-template name="common"/>
          <xsl:choose>
            <xsl:when test="@bm:href">
              <a href="{@bm:href}">
                <xsl:value-of select="normalize-space(db:alt)"/>
              </a>
            </xsl:when>
            <xsl:otherwise>
              <xsl:value-of select="normalize-space(db:alt)"/>
            </xsl:otherwise>
          </xsl:choose>
        </li>
      </xsl:for-each>
    </ul>
  </xsl:if>
  <xsl:for-each select="(db:area | db:areaset/db:area)[not(db:alt)]">
    <xsl:if test="@xml:id">
      <span id="{@xml:id}"/>
    </xsl:if>
  </xsl:for-each>
</xsl:template>

<!-- alt was read where the image is; of areas only their marks are shown. -->
<xsl:template match="db:alt | db:multimediaparam | db:areaspec | db:areaset |
    db:area"/>

</xsl:stylesheet>
