/* What commands begin with: a report, an engine, the options of a build. */
#ifndef HOST_START_H
#define HOST_START_H

#include <stdbool.h>

#include "backmatter.h"
#include "options.h"
#include "report.h"

enum { EXIT_FINE = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2, EXIT_FAILED = 3 };

/* Opens what the findings are read from and written to; false: it has said
 * why not.  To be ended by start_end() in any case. */
bool start_report(const options *o, report *r);
/* Closes it; false if something was not written. */
bool start_end(report *r);
/* An engine, or NULL when it has said why not. */
bm_engine *start_engine(const options *o, const bm_api *api,
			const bm_host *host);
bm_build_options start_build(const options *o);
/* Those of a conversion, but for what depends on the input. */
bm_convert_options start_convert(const options *o);

#endif
