/*
 * backmatter.core: the library in a process of Lua 5.3, such as pandoc's.
 *
 *   core.convert(text, {to = "html", bibliography = {"refs.json"}, ...})
 *
 * gives a table of the files that came of it, by their names, and a list of
 * findings.  Where nothing could be made of the text, the first is nil and a
 * third value says why.  The library is the one that BACKMATTER_LIBRARY names,
 * else where it was installed.
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>
#include <lua.h>

#include "backmatter.h"

#ifndef BACKMATTER_PLUGIN
#define BACKMATTER_PLUGIN "/usr/local/lib/backmatter/backmatter.so"
#endif

enum { LIST_MAX = 64 };

/* A file that came of a text, or a finding; kept apart from Lua, whose errors
 * must not jump over the library. */
struct kept {
	char *name, *data;
	size_t length, room;
	struct kept *next;
};

struct finding {
	char *code, *message, *text, *hint;
	unsigned line, column;
	bm_severity severity;
	struct finding *next;
};

struct result {
	struct kept *files, **last_file;
	struct finding *findings, **last_finding;
};

/* ---- What the library calls ---------------------------------------------- */

static char *
copy(const char *s)
{
	size_t n = s != NULL ? strlen(s) + 1 : 0;
	char *c = n > 0 ? malloc(n) : NULL;

	if (c != NULL)
		memcpy(c, s, n);
	return c;
}

static bm_status
sink_open(void *user, const char *path)
{
	struct result *r = user;
	struct kept *k = calloc(1, sizeof(*k));

	if (k == NULL || (k->name = copy(path)) == NULL) {
		free(k);
		return BM_NO_MEMORY;
	}
	*r->last_file = k;
	r->last_file = &k->next;
	return BM_OK;
}

/* To the file that was opened last. */
static bm_status
sink_write(void *user, const char *data, size_t length)
{
	struct result *r = user;
	struct kept *k = r->files;
	char *more;

	while (k->next != NULL)
		k = k->next;
	if (length > k->room - k->length) {
		k->room = 2 * (k->length + length);
		more = realloc(k->data, k->room);
		if (more == NULL)
			return BM_NO_MEMORY;
		k->data = more;
	}
	memcpy(k->data + k->length, data, length);
	k->length += length;
	return BM_OK;
}

static bm_status
sink_close(void *user)
{
	(void)user;
	return BM_OK;
}

static void
found(void *user, const bm_diag *d)
{
	struct result *r = user;
	struct finding *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return;
	f->code = copy(d->code);
	f->message = copy(d->message);
	f->text = copy(d->text);
	f->hint = copy(d->hint);
	f->line = d->line;
	f->column = d->column;
	f->severity = d->severity;
	*r->last_finding = f;
	r->last_finding = &f->next;
}

/* ---- From and to Lua ----------------------------------------------------- */

/* A string of a table, or NULL; it stays on the stack. */
static const char *
option(lua_State *L, int table, const char *name)
{
	lua_getfield(L, table, name);
	return lua_isnil(L, -1) ? NULL : luaL_checkstring(L, -1);
}

/* A list of strings of a table into `out`, NULL-ended; they stay on the
 * stack. */
static void
list(lua_State *L, int table, const char *name, const char **out)
{
	size_t n = 0;

	lua_getfield(L, table, name);
	if (lua_type(L, -1) == LUA_TSTRING) {
		out[n++] = lua_tostring(L, -1);
	} else if (lua_istable(L, -1)) {
		int at = lua_gettop(L);

		luaL_checkstack(L, LIST_MAX, "too many files");
		while (n < LIST_MAX &&
		       lua_rawgeti(L, at, (lua_Integer)n + 1) != LUA_TNIL)
			out[n++] = luaL_checkstring(L, -1);
	}
	out[n] = NULL;
}

static void
set_string(lua_State *L, const char *name, const char *value)
{
	if (value == NULL)
		return;
	lua_pushstring(L, value);
	lua_setfield(L, -2, name);
}

static void
push_files(lua_State *L, const struct result *r)
{
	lua_newtable(L);
	for (const struct kept *k = r->files; k != NULL; k = k->next) {
		lua_pushlstring(L, k->data != NULL ? k->data : "", k->length);
		lua_setfield(L, -2, k->name);
	}
}

static void
push_findings(lua_State *L, const struct result *r)
{
	static const char *const words[] = {"", "info", "warning", "error"};
	lua_Integer n = 0;

	lua_newtable(L);
	for (const struct finding *f = r->findings; f != NULL; f = f->next) {
		lua_newtable(L);
		set_string(L, "severity", words[f->severity & 3]);
		set_string(L, "code", f->code);
		set_string(L, "message", f->message);
		set_string(L, "text", f->text);
		set_string(L, "hint", f->hint);
		lua_pushinteger(L, f->line);
		lua_setfield(L, -2, "line");
		lua_pushinteger(L, f->column);
		lua_setfield(L, -2, "column");
		lua_rawseti(L, -2, ++n);
	}
}

/* ---- The result, freed by Lua -------------------------------------------- */

#define RESULT "backmatter.result"

static int
result_free(lua_State *L)
{
	struct result *r = luaL_checkudata(L, 1, RESULT);

	for (struct kept *k = r->files, *next; k != NULL; k = next) {
		next = k->next;
		free(k->name);
		free(k->data);
		free(k);
	}
	for (struct finding *f = r->findings, *next; f != NULL; f = next) {
		next = f->next;
		free(f->code);
		free(f->message);
		free(f->text);
		free(f->hint);
		free(f);
	}
	r->files = NULL;
	r->findings = NULL;
	return 0;
}

static struct result *
result_new(lua_State *L)
{
	struct result *r = lua_newuserdata(L, sizeof(*r));

	*r = (struct result){0};
	r->last_file = &r->files;
	r->last_finding = &r->findings;
	if (luaL_newmetatable(L, RESULT)) {
		lua_pushcfunction(L, result_free);
		lua_setfield(L, -2, "__gc");
	}
	lua_setmetatable(L, -2);
	return r;
}

/* ---- The functions ------------------------------------------------------- */

static const bm_api *
open_library(lua_State *L)
{
	const char *named = getenv("BACKMATTER_LIBRARY");
	void *library =
	    dlopen(named != NULL ? named : BACKMATTER_PLUGIN, RTLD_NOW);
	void *symbol = library != NULL ? dlsym(library, "bm_get_api") : NULL;
	const bm_api *api = NULL;
	bm_get_api_fn get;

	if (symbol == NULL)
		luaL_error(L, "%s", dlerror());
	memcpy(&get, &symbol, sizeof(get));
	api = get(BM_ABI);
	if (api == NULL)
		luaL_error(L, "backmatter.so does not serve this module");
	return api;
}

/* An engine for one text: pandoc converts one. */
static bm_status
run(const bm_api *api, struct result *r, const bm_input *input,
    const bm_convert_options *o)
{
	bm_host host = {.size = sizeof(host), .user = r, .diag = found};
	bm_sink sink = {.size = sizeof(sink),
			.user = r,
			.open = sink_open,
			.write = sink_write,
			.close = sink_close};
	bm_engine *engine;
	bm_status status = api->engine_new(&host, NULL, &engine);

	if (status == BM_OK) {
		status = api->convert(engine, input, o, &sink);
		api->engine_free(engine);
	}
	return status;
}

static int
convert(lua_State *L)
{
	const char *files[LIST_MAX + 1];
	bm_input input = {.size = sizeof(input)};
	bm_convert_options o = {.size = sizeof(o), .source_date_epoch = -1};
	const bm_api *api = open_library(L);
	struct result *r;
	bm_status status;

	input.data = luaL_checklstring(L, 1, &input.length);
	luaL_checktype(L, 2, LUA_TTABLE);
	list(L, 2, "bibliography", files);
	luaL_checkstack(L, 16, NULL);
	input.name = option(L, 2, "name");
	o.from = option(L, 2, "from");
	o.to = option(L, 2, "to");
	o.style = option(L, 2, "style");
	o.lang = option(L, 2, "lang");
	o.today = option(L, 2, "today");
	o.root = option(L, 2, "root");
	o.project = option(L, 2, "project");
	o.bibliographies = files;
	lua_getfield(L, 2, "lint");
	o.lint = lua_toboolean(L, -1) ? 1 : 0;
	r = result_new(L);
	status = run(api, r, &input, &o);
	if (status == BM_OK)
		push_files(L, r);
	else
		lua_pushnil(L);
	push_findings(L, r);
	lua_pushstring(L, api->status_text(status));
	return 3;
}

static int
version(lua_State *L)
{
	lua_pushstring(L, open_library(L)->version);
	return 1;
}

BM_EXPORT int luaopen_backmatter_core(lua_State *L);

int
luaopen_backmatter_core(lua_State *L)
{
	static const luaL_Reg functions[] = {
	    {"convert", convert}, {"version", version}, {NULL, NULL}};

	luaL_newlib(L, functions);
	return 1;
}
