#include "start.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* See start.h. */
bool
start_report(const options *o, report *r)
{
	bool terminal;
	bool looks = o->command == COMMAND_LINT || o->command == COMMAND_CHECK;

	r->out = looks ? stdout : stderr;
	if (o->report != NULL && strcmp(o->report, "-") == 0) {
		r->out = stdout;
	} else if (o->report != NULL) {
		r->out = fopen(o->report, "wb");
		if (r->out == NULL) {
			fprintf(stderr, "backmatter: %s: %s\n", o->report,
				strerror(errno));
			return false;
		}
	}
	terminal = isatty(fileno(r->out)) != 0;
	r->format = (report_format)o->format;
	r->color = o->color < 0 ? terminal : o->color == 1;
	r->progress = isatty(STDERR_FILENO) != 0 && !o->quiet &&
		      (r->format == REPORT_TEXT || r->out != stderr);
	r->source = o->source < 0 ? looks : o->source == 1;
	r->hints = o->hints;
	r->wcag = o->wcag && o->command == COMMAND_CHECK;
	r->quiet = o->quiet;
	r->fail_on = o->fail_on;
	r->fail_on_given = o->fail_on_given;
	r->least = o->quiet ? BM_ERROR : o->verbose ? BM_INFO : BM_WARNING;
	r->write_baseline = o->write_baseline;
	if (o->write_baseline != NULL)
		r->known = baseline_new(o->write_baseline);
	else if (o->baseline != NULL)
		r->known = baseline_read(o->baseline);
	else
		return report_open(r);
	return r->known != NULL && report_open(r);
}

/* See start.h. */
bool
start_end(report *r)
{
	bool good = r->out == NULL || r->out == stdout || r->out == stderr ||
		    fclose(r->out) == 0;

	report_close(r);
	return good;
}

/* See start.h. */
bm_engine *
start_engine(const options *o, const bm_api *api, const bm_host *host)
{
	bm_engine_options e = {.size = sizeof(e),
			       .data_dir = o->data,
			       .style_dir = o->style_dir,
			       .locale_dir = o->locale_dir};
	bm_engine *engine = NULL;
	bm_status status = api->engine_new(host, &e, &engine);

	if (status != BM_OK)
		fprintf(stderr, "backmatter: %s\n", api->status_text(status));
	return engine;
}

/* See start.h. */
bm_build_options
start_build(const options *o)
{
	bool links = o->command == COMMAND_LINK;
	const char *where = links ? o->project : o->argument;

	return (bm_build_options){
	    .size = sizeof(bm_build_options),
	    .project = where != NULL ? where : ".",
	    .output = o->output != NULL ? o->output : "build/site",
	    .today = o->today[0] != '\0' ? o->today : NULL,
	    .threads = o->threads,
	    .shard = o->shard,
	    .shards = o->shards,
	    .names = o->names,
	    .parts = links               ? (const char *const *)o->files
		     : o->part_count > 0 ? o->parts
					 : NULL,
	    .source_date_epoch = o->epoch,
	    .readability = o->readability,
	    .self_check = o->self_check != 0,
	    .schema = o->schema,
	    .profiles = o->profiles,
	    .depfile = o->depfile,
	    .fresh = o->fresh,
	    .olinks = o->olinks,
	    .olinks_out = o->olinks_out,
	    .audit = o->audit,
	    .links = o->links};
}

/* See start.h. */
bm_convert_options
start_convert(const options *o)
{
	return (bm_convert_options){.size = sizeof(bm_convert_options),
				    .from = o->from,
				    .to = o->to,
				    .dump = o->dump,
				    .lint = o->lint,
				    .style = o->style,
				    .lang = o->lang,
				    .bibliographies = o->bibliographies,
				    .today = o->today,
				    .root = o->root,
				    .output = o->output,
				    .proof = o->proof,
				    .audit = o->audit,
				    .source_date_epoch = o->epoch,
				    .threads = o->threads,
				    .readability = o->readability,
				    .self_check = o->self_check == 1,
				    .schema = o->schema,
				    .profiles = o->profiles,
				    .depfile = o->depfile,
				    .olinks = o->olinks,
				    .olinks_out = o->olinks_out,
				    .links = o->links,
				    .onix = o->onix,
				    .split_level = o->split_level,
				    .split_size = o->split_size};
}
