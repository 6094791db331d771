/* Values of the Schema.org Accessibility Properties for Discoverability
 * Vocabulary, the older ones that books still have included. */
#ifndef BM_CHECK_VOCABULARY_H
#define BM_CHECK_VOCABULARY_H

static const char *const epub_modes[] = {
    "auditory",      "tactile",       "textual",        "visual",
    "chartOnVisual", "chemOnVisual",  "colorDependent", "diagramOnVisual",
    "mathOnVisual",  "musicOnVisual", "textOnVisual",   NULL};

static const char *const epub_sufficient[] = {"auditory", "tactile", "textual",
					      "visual", NULL};

static const char *const epub_hazards[] = {"flashing",
					   "noFlashingHazard",
					   "unknownFlashingHazard",
					   "motionSimulation",
					   "noMotionSimulationHazard",
					   "unknownMotionSimulationHazard",
					   "sound",
					   "noSoundHazard",
					   "unknownSoundHazard",
					   "none",
					   "unknown",
					   NULL};

static const char *const epub_features[] = {"annotations",
					    "ARIA",
					    "bookmarks",
					    "index",
					    "pageBreakMarkers",
					    "printPageNumbers",
					    "pageNavigation",
					    "readingOrder",
					    "structuralNavigation",
					    "tableOfContents",
					    "taggedPDF",
					    "alternativeText",
					    "audioDescription",
					    "captions",
					    "closedCaptions",
					    "openCaptions",
					    "describedMath",
					    "longDescription",
					    "longDescriptions",
					    "rubyAnnotations",
					    "fullRubyAnnotations",
					    "signLanguage",
					    "transcript",
					    "displayTransformability",
					    "synchronizedAudioText",
					    "timingControl",
					    "unlocked",
					    "ChemML",
					    "latex",
					    "latex-chemistry",
					    "MathML",
					    "MathML-chemistry",
					    "ttsMarkup",
					    "highContrast",
					    "highContrastAudio",
					    "highContrastDisplay",
					    "largePrint",
					    "braille",
					    "tactileGraphic",
					    "tactileObject",
					    "horizontalWriting",
					    "verticalWriting",
					    "withAdditionalWordSegmentation",
					    "withoutAdditionalWordSegmentation",
					    "none",
					    "unknown",
					    NULL};

#endif
