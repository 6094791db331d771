<?xml version="1.0" encoding="UTF-8"?>
<!-- Lists.  A list with a title stands in a box with it. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:db="http://docbook.org/ns/docbook"
    xmlns:bm="http://backmatter/"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns="http://www.w3.org/1999/xhtml"
    extension-element-prefixes="bm"
    exclude-result-prefixes="db bm xlink epub">

<xsl:template match="db:itemizedlist | db:orderedlist | db:variablelist |
    db:simplelist | db:segmentedlist | db:calloutlist | db:glosslist |
    db:bibliolist">
  <xsl:choose>
    <xsl:when test="@type = 'inline' and self::db:simplelist">
      <xsl:call-template name="inline-list"/>
    </xsl:when>
    <xsl:when test="db:title or db:info/db:title or
        *[not(self::db:listitem or self::db:varlistentry or self::db:member or
        self::db:seglistitem or self::db:segtitle or self::db:callout or
        self::db:glossentry or self::db:bibliomixed or
        self::db:biblioentry)]">
      <div>
        <xsl:call-template name="common">
          <xsl:with-param name="class" select="'list'"/>
        </xsl:call-template>
        <xsl:call-template name="block-title"/>
        <xsl:apply-templates select="*[not(self::db:listitem or
            self::db:varlistentry or self::db:member or
            self::db:seglistitem or self::db:segtitle or self::db:callout or
            self::db:glossentry or self::db:bibliomixed or
            self::db:biblioentry)]"/>
        <xsl:apply-templates select="." mode="list"/>
      </div>
    </xsl:when>
    <xsl:otherwise>
      <xsl:apply-templates select="." mode="list">
        <xsl:with-param name="own" select="true()"/>
      </xsl:apply-templates>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- own: nothing round the list carries its id, class and language. -->
<xsl:template name="list-attributes">
  <xsl:param name="own"/>
  <xsl:param name="class"/>
  <xsl:variable name="words">
    <xsl:value-of select="$class"/>
    <xsl:if test="@spacing = 'compact'"> compact</xsl:if>
    <xsl:if test="@mark != '' and self::db:itemizedlist">
      <xsl:value-of select="concat(' mark-', @mark)"/>
    </xsl:if>
    <xsl:if test="@numeration = 'arabicindic'"> arabicindic</xsl:if>
    <xsl:if test="@bm:labelled">labelled</xsl:if>
  </xsl:variable>
  <xsl:choose>
    <xsl:when test="$own">
      <xsl:call-template name="common">
        <xsl:with-param name="class" select="$words"/>
      </xsl:call-template>
    </xsl:when>
    <xsl:when test="normalize-space($words) != ''">
      <xsl:attribute name="class">
        <xsl:value-of select="normalize-space($words)"/>
      </xsl:attribute>
    </xsl:when>
  </xsl:choose>
</xsl:template>

<xsl:template match="db:itemizedlist" mode="list">
  <xsl:param name="own"/>
  <ul>
    <xsl:call-template name="list-attributes">
      <xsl:with-param name="own" select="$own"/>
      <xsl:with-param name="class">
        <xsl:if test="starts-with(db:listitem/@role, 'task-')">tasks</xsl:if>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:apply-templates select="db:listitem"/>
  </ul>
</xsl:template>

<xsl:template match="db:orderedlist" mode="list">
  <xsl:param name="own"/>
  <ol>
    <xsl:call-template name="list-attributes">
      <xsl:with-param name="own" select="$own"/>
    </xsl:call-template>
    <xsl:choose>
      <xsl:when test="@bm:start">
        <xsl:attribute name="start">
          <xsl:value-of select="@bm:start"/>
        </xsl:attribute>
      </xsl:when>
      <xsl:when test="number(@startingnumber) = number(@startingnumber) and
          @startingnumber != 1">
        <xsl:attribute name="start">
          <xsl:value-of select="round(@startingnumber)"/>
        </xsl:attribute>
      </xsl:when>
    </xsl:choose>
    <xsl:choose>
      <xsl:when test="@numeration = 'loweralpha'">
        <xsl:attribute name="type">a</xsl:attribute>
      </xsl:when>
      <xsl:when test="@numeration = 'upperalpha'">
        <xsl:attribute name="type">A</xsl:attribute>
      </xsl:when>
      <xsl:when test="@numeration = 'lowerroman'">
        <xsl:attribute name="type">i</xsl:attribute>
      </xsl:when>
      <xsl:when test="@numeration = 'upperroman'">
        <xsl:attribute name="type">I</xsl:attribute>
      </xsl:when>
    </xsl:choose>
    <xsl:apply-templates select="db:listitem"/>
  </ol>
</xsl:template>

<xsl:template match="db:listitem">
  <xsl:choose>
    <xsl:when test="@role = 'task-done' or @role = 'task-open'">
      <xsl:call-template name="task"/>
    </xsl:when>
    <xsl:otherwise>
      <li>
        <xsl:choose>
          <xsl:when test="@override != ''">
            <xsl:call-template name="common">
              <xsl:with-param name="class"
                  select="concat('mark-', @override)"/>
            </xsl:call-template>
          </xsl:when>
          <xsl:otherwise>
            <bm:common/>
          </xsl:otherwise>
        </xsl:choose>
        <xsl:if test="@bm:label and ../@bm:labelled">
          <span class="number">
            <xsl:value-of select="@bm:label"/>
          </span>
          <xsl:text> </xsl:text>
        </xsl:if>
        <xsl:if test="@revisionflag">
          <xsl:call-template name="revision-word"/>
        </xsl:if>
        <xsl:apply-templates/>
      </li>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- A task says in words whether it is done. -->
<xsl:template name="task">
  <li>
    <xsl:call-template name="common"/>
    <span class="task">
      <xsl:value-of select="bm:term(@role)"/>
    </span>
    <xsl:text> </xsl:text>
    <xsl:apply-templates/>
  </li>
</xsl:template>

<xsl:template match="db:variablelist" mode="list">
  <xsl:param name="own"/>
  <dl>
    <xsl:call-template name="list-attributes">
      <xsl:with-param name="own" select="$own"/>
    </xsl:call-template>
    <xsl:apply-templates select="db:varlistentry"/>
  </dl>
</xsl:template>

<xsl:template match="db:varlistentry">
  <div>
    <xsl:call-template name="common"/>
    <xsl:for-each select="db:term">
      <dt>
        <xsl:call-template name="common"/>
        <xsl:call-template name="inline"/>
      </dt>
    </xsl:for-each>
    <xsl:for-each select="db:listitem">
      <xsl:choose>
        <!-- Several definitions of one term. -->
        <xsl:when test="db:itemizedlist/@role = 'definitions' and
            count(*) = 1">
          <xsl:for-each select="db:itemizedlist/db:listitem">
            <dd>
              <xsl:call-template name="common"/>
              <xsl:apply-templates/>
            </dd>
          </xsl:for-each>
        </xsl:when>
        <xsl:otherwise>
          <dd>
            <xsl:call-template name="common"/>
            <xsl:apply-templates/>
          </dd>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </div>
</xsl:template>

<xsl:template match="db:term">
  <span class="term">
    <xsl:call-template name="inline"/>
  </span>
</xsl:template>

<xsl:template match="db:simplelist" mode="list">
  <xsl:param name="own"/>
  <ul>
    <xsl:call-template name="list-attributes">
      <xsl:with-param name="own" select="$own"/>
      <xsl:with-param name="class">
        <xsl:text>simplelist compact</xsl:text>
        <xsl:if test="@columns &gt; 1">
          <xsl:choose>
            <xsl:when test="@type = 'horiz'"> horiz</xsl:when>
            <xsl:otherwise> vert</xsl:otherwise>
          </xsl:choose>
          <xsl:value-of select="concat(' columns-', @columns)"/>
        </xsl:if>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:apply-templates select="db:member" mode="list"/>
  </ul>
</xsl:template>

<xsl:template match="db:member" mode="list">
  <li>
    <xsl:call-template name="common"/>
    <xsl:call-template name="inline"/>
  </li>
</xsl:template>

<xsl:template name="inline-list">
  <span>
    <xsl:call-template name="common">
      <xsl:with-param name="class" select="'simplelist'"/>
    </xsl:call-template>
    <xsl:for-each select="db:member">
      <xsl:if test="position() &gt; 1"><xsl:value-of select="$comma"/></xsl:if>
      <xsl:apply-templates select="."/>
    </xsl:for-each>
  </span>
</xsl:template>

<xsl:template match="db:member">
  <span>
    <xsl:call-template name="common"/>
    <xsl:call-template name="inline"/>
  </span>
</xsl:template>

<!-- Items of the same parts are a table with the parts' names on top. -->
<xsl:template match="db:segmentedlist" mode="list">
  <xsl:param name="own"/>
  <xsl:call-template name="scroll">
    <xsl:with-param name="content">
      <table>
        <xsl:call-template name="list-attributes">
          <xsl:with-param name="own" select="$own"/>
          <xsl:with-param name="class" select="'segmentedlist'"/>
        </xsl:call-template>
        <xsl:if test="db:segtitle">
          <thead>
            <tr>
              <xsl:for-each select="db:segtitle">
                <th scope="col">
                  <xsl:call-template name="common"/>
                  <xsl:apply-templates/>
                </th>
              </xsl:for-each>
            </tr>
          </thead>
        </xsl:if>
        <tbody>
          <xsl:for-each select="db:seglistitem">
            <tr>
              <xsl:call-template name="common"/>
              <xsl:for-each select="db:seg">
                <td>
                  <xsl:call-template name="common"/>
                  <xsl:call-template name="inline"/>
                </td>
              </xsl:for-each>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
    </xsl:with-param>
  </xsl:call-template>
</xsl:template>

<xsl:template match="db:calloutlist" mode="list">
  <xsl:param name="own"/>
  <ol>
    <xsl:call-template name="list-attributes">
      <xsl:with-param name="own" select="$own"/>
      <xsl:with-param name="class" select="'callouts'"/>
    </xsl:call-template>
    <xsl:apply-templates select="db:callout"/>
  </ol>
</xsl:template>

<xsl:template match="db:callout">
  <li>
    <xsl:if test="not(@xml:id) and @bm:id">
      <xsl:attribute name="id">
        <xsl:value-of select="@bm:id"/>
      </xsl:attribute>
    </xsl:if>
    <xsl:call-template name="common"/>
    <xsl:for-each select="bm:target">
      <a class="co" href="{@href}">
        <xsl:attribute name="aria-label">
          <xsl:value-of select="bm:term('back-to-callout', @label)"/>
        </xsl:attribute>
        <xsl:value-of select="concat('(', @label, ')')"/>
      </a>
      <xsl:text> </xsl:text>
    </xsl:for-each>
    <xsl:apply-templates select="node()[not(self::bm:target)]"/>
  </li>
</xsl:template>

<xsl:template match="db:bibliolist" mode="list">
  <xsl:param name="own"/>
  <ol>
    <xsl:call-template name="list-attributes">
      <xsl:with-param name="own" select="$own"/>
      <xsl:with-param name="class" select="'references'"/>
    </xsl:call-template>
    <xsl:apply-templates select="db:bibliomixed | db:biblioentry"/>
  </ol>
</xsl:template>

</xsl:stylesheet>
