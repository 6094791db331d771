/*
 * The same shared object as an extension module of a stock libxslt host: the
 * namespace http://backmatter/ makes it look for backmatter.so and this
 * symbol (libxslt, extensions.c: the rule from namespace to names).
 */
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <libxslt/extensions.h>

#include "backmatter.h"

BM_EXPORT void backmatter_init(void);

/* bm:version(): the version of the library. */
static void
version(xmlXPathParserContextPtr context, int argument_count)
{
	if (argument_count != 0) {
		xmlXPathSetArityError(context);
		return;
	}
	valuePush(context, xmlXPathNewCString(BM_VERSION));
}

/* Called by libxslt, once per process, when a sheet names our namespace. */
void
backmatter_init(void)
{
	xsltRegisterExtModuleFunction((const xmlChar *)"version",
				      (const xmlChar *)"http://backmatter/",
				      version);
}
