<?xml version="1.0" encoding="UTF-8"?>
<!-- What html, site and epub share, one topic a file. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<xsl:include href="terms.xsl"/>
<xsl:include href="attributes.xsl"/>
<xsl:include href="headings.xsl"/>
<xsl:include href="dates.xsl"/>
<xsl:include href="../modules/divisions.xsl"/>
<xsl:include href="../modules/metadata.xsl"/>
<xsl:include href="../modules/navigation.xsl"/>
<xsl:include href="../modules/blocks.xsl"/>
<xsl:include href="../modules/lists.xsl"/>
<xsl:include href="../modules/tables.xsl"/>
<xsl:include href="../modules/media.xsl"/>
<xsl:include href="../modules/verbatim.xsl"/>
<xsl:include href="../modules/inlines.xsl"/>
<xsl:include href="../modules/links.xsl"/>
<xsl:include href="../modules/notes.xsl"/>
<xsl:include href="../modules/citations.xsl"/>
<xsl:include href="../modules/notices.xsl"/>
<xsl:include href="../modules/admonitions.xsl"/>
<xsl:include href="../modules/glossary.xsl"/>
<xsl:include href="../modules/qanda.xsl"/>
<xsl:include href="../modules/procedures.xsl"/>
<xsl:include href="../modules/refentry.xsl"/>
<xsl:include href="../modules/synopses.xsl"/>
<xsl:include href="../modules/productions.xsl"/>
<xsl:include href="../modules/messages.xsl"/>
<xsl:include href="../modules/index.xsl"/>
<xsl:include href="../modules/foreign.xsl"/>
<xsl:include href="../modules/unhandled.xsl"/>

</xsl:stylesheet>
