<?xml version="1.0" encoding="UTF-8"?>
<!-- A reference page as man(7).  Parameters and includes only. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<!-- Not used here. -->
<xsl:param name="css"/>

<xsl:include href="modules/man-page.xsl"/>
<xsl:include href="modules/man-blocks.xsl"/>
<xsl:include href="modules/man-inlines.xsl"/>

</xsl:stylesheet>
