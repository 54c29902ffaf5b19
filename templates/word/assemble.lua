-- Makes Word files: reads one job a line from standard input, answers one line a job.
--
-- A job is JSON: `reference`, `target` and `pieces` in order. Each author's text is read by
-- itself and in a sandbox, so that no label meets another text's label and no text can open a file.

local DIALECT = 'commonmark-raw_html+pipe_tables+footnotes+strikeout'
local ALIGN = {left = pandoc.AlignLeft, center = pandoc.AlignCenter, right = pandoc.AlignRight}

-- Words that stand for something that cannot be shown.
local function words(inlines)
  return pandoc.Span(inlines).content
end

local function literal(text)
  local inlines = pandoc.Inlines {}
  for line in (text:gsub('\n+$', '') .. '\n'):gmatch('(.-)\n') do
    if #inlines > 0 then inlines:insert(pandoc.LineBreak()) end
    inlines:insert(pandoc.Str(line))
  end
  return inlines
end

local function escaped(text)
  return (text:gsub('[&<>"]', {['&'] = '&amp;', ['<'] = '&lt;', ['>'] = '&gt;', ['"'] = '&quot;'}))
end

local function decoded(address)
  return (address:gsub('%%(%x%x)', function(digits) return string.char(tonumber(digits, 16)) end))
end

local function without_signs(text)
  return (text:gsub('\u{2E28}\u{FDD0}[fa]%d+\u{2E29}', ''))
end

-- A picture of the unit's own folder becomes a place that is kept for it, with its description; no file is
-- opened here. A title is its caption, below it. Of every other image the description remains.
local function image_filter(images)
  return function(image)
    local name = images[image.src] or images[decoded(image.src)]
    if not name then return words(image.caption) end
    local place = '<w:r><w:drawing><wp:inline><wp:docPr id="0" name="%s" descr="%s"/></wp:inline></w:drawing></w:r>'
    local inlines = pandoc.Inlines {
      pandoc.RawInline('openxml', place:format(name, escaped(without_signs(pandoc.utils.stringify(image.caption)))))
    }
    if image.title ~= '' then
      inlines:insert(pandoc.LineBreak())
      inlines:insert(pandoc.Emph(pandoc.Inlines(image.title)))
    end
    return inlines
  end
end

-- Signs that stand for a footnote cited again; U+2E28, U+FDD0, `f` behind the first sign or `a` for a further one,
-- a number, U+2E29.
local SIGN = '()\u{2E28}\u{FDD0}([fa])(%d+)\u{2E29}()'

-- A mark around the first sign of a footnote, and fields that repeat its number, as Word's own cross-references are.
local function footnote_filter(text)
  local function name(number) return ('_Note%d_%s'):format(text, number) end
  return function(inlines)
    local found = false
    for _, inline in ipairs(inlines) do
      found = found or (inline.t == 'Str' and inline.text:find('\u{FDD0}', 1, true))
    end
    if not found then return nil end
    local result = pandoc.Inlines {}
    for _, inline in ipairs(inlines) do
      if inline.t ~= 'Str' then
        result:insert(inline)
      else
        local reached = 1
        for from, kind, number, to in inline.text:gmatch(SIGN) do
          if from > reached then result:insert(pandoc.Str(inline.text:sub(reached, from - 1))) end
          if kind == 'f' then
            local mark = ('<w:bookmarkStart w:id="0" w:name="%s"/>'):format(name(number))
            result:insert(math.max(#result, 1), pandoc.RawInline('openxml', mark))
            result:insert(pandoc.RawInline('openxml', ('<w:bookmarkEnd w:id="0" w:name="%s"/>'):format(name(number))))
          else
            local field = '<w:fldSimple w:instr=" NOTEREF %s \\f \\h "><w:r><w:rPr><w:rStyle '
              .. 'w:val="FootnoteReference"/></w:rPr><w:t>0</w:t></w:r></w:fldSimple>'
            result:insert(pandoc.RawInline('openxml', field:format(name(number))))
          end
          reached = to
        end
        if reached <= #inline.text then result:insert(pandoc.Str(inline.text:sub(reached))) end
      end
    end
    return result
  end
end

local function custom(style, block)
  return pandoc.Div({block}, pandoc.Attr('', {}, {{'custom-style', style}}))
end

local function author_filter(images)
  return {
    Image = image_filter(images),
    Link = function(link)
      local scheme = link.target:match('^(%a[%w+.-]*):')
      scheme = scheme and scheme:lower()
      if scheme == 'http' or scheme == 'https' or scheme == 'mailto' then
        link.attr = pandoc.Attr()
        return link
      end
      return words(link.content)
    end,
    RawInline = function(raw) return pandoc.Str(raw.text) end,
    RawBlock = function(raw) return pandoc.Para(literal(raw.text)) end,
    CodeBlock = function(code) return pandoc.CodeBlock(code.text) end,
    Header = function(header) return custom('Subheading', pandoc.Para(header.content)) end,
    HorizontalRule = function()
      return pandoc.RawBlock('openxml', '<w:p><w:pPr><w:pStyle w:val="Divider"/></w:pPr></w:p>')
    end,
  }
end

-- Whether a text surely has nothing that the filter above would change: no link, image, code, heading or rule.
local function only_words(markdown)
  local bare = markdown:gsub('%[%^[%w-]+%]:?', '')
  if bare:find('[%[<`~#\t]') or bare:find('    ', 1, true) then return false end
  for line in bare:gmatch('[^\n]+') do
    if not line:find('[^-=*_> .)%d]') then return false end
  end
  return true
end

-- The inlines without the stop at their end; footnotes behind it stay.
local function without_stop(inlines)
  for position = #inlines, 1, -1 do
    local inline = inlines[position]
    if inline.t == 'Str' then
      local bare = inline.text:gsub('%./%.$', ''):gsub('[.,;:]+$', '')
      if bare == '' then
        inlines:remove(position)
      else
        inlines[position] = pandoc.Str(bare)
      end
      return inlines
    elseif inline.t == 'Strong' or inline.t == 'Emph' then
      inline.content = without_stop(inline.content)
      inlines[position] = inline
      return inlines
    elseif inline.t ~= 'Note' and inline.t ~= 'Space' and inline.t ~= 'SoftBreak' then
      return inlines
    end
  end
  return inlines
end

-- Whether a block begins with a picture; a mark for remarks may stand before it.
local function begins_with_picture(block)
  for _, inline in ipairs(block.content or {}) do
    if inline.t ~= 'RawInline' then return false end
    if inline.text:find('<w:drawing>', 1, true) then return true end
  end
  return false
end

-- How a ready paragraph ends that ends with words.
local WORDS_END = '</w:t></w:r></w:p>%s*$'

-- Puts the closing mark behind the last words of the blocks.
local function close(blocks, mark)
  local last = blocks[#blocks]
  local picture = last and (last.t == 'Para' or last.t == 'Plain') and begins_with_picture(last)
  if last and (last.t == 'Para' or last.t == 'Plain') and not picture then
    local inlines = without_stop(last.content)
    inlines:insert(pandoc.Str(mark))
    last.content = inlines
    blocks[#blocks] = last
  elseif last and (last.t == 'BulletList' or last.t == 'OrderedList') then
    local items = last.content
    items[#items] = close(items[#items], mark)
    last.content = items
    blocks[#blocks] = last
  elseif last and (last.t == 'BlockQuote' or last.t == 'Div') then
    last.content = close(last.content, mark)
    blocks[#blocks] = last
  elseif last and last.t == 'RawBlock' and last.text:match(WORDS_END) then
    blocks[#blocks] = pandoc.RawBlock('openxml', (last.text:gsub(WORDS_END, function(found) return escaped(mark) .. found end)))
  else
    blocks:insert(pandoc.Para {pandoc.Str(mark)})
  end
  return blocks
end

-- A cell of plain text; a line feed in it is a new line.
local function cell_inlines(text)
  local inlines = pandoc.Inlines {}
  for line in (text .. '\n'):gmatch('(.-)\n') do
    if #inlines > 0 then inlines:insert(pandoc.LineBreak()) end
    inlines:extend(pandoc.Inlines(line))
  end
  return inlines
end

local function data_table(piece)
  local function row(cells)
    return pandoc.List(cells):map(function(cell) return pandoc.Blocks {pandoc.Plain(cell_inlines(cell))} end)
  end
  local aligns = pandoc.List(piece.align):map(function(align) return ALIGN[align] end)
  local widths = pandoc.List(piece.columns):map(function() return 0 end)
  -- A row of one cell is a title that runs over all columns.
  local titles = {}
  local rows = pandoc.List(piece.rows):map(function(cells, position)
    if #cells == 1 and #piece.columns > 1 then
      titles[position] = cells[1]
      cells = pandoc.List(piece.columns):map(function() return '' end)
    end
    return row(cells)
  end)
  local made = pandoc.utils.from_simple_table(pandoc.SimpleTable({}, aligns, widths, row(piece.columns), rows))
  for position, title in pairs(titles) do
    local content = pandoc.Blocks {pandoc.Plain {pandoc.Strong(cell_inlines(title))}}
    made.bodies[1].body[position].cells = {pandoc.Cell(content, pandoc.AlignLeft, 1, #piece.columns)}
  end
  return made
end

-- A mark by which remarks find a heading or a numbered paragraph of a text; it is taken out again afterwards.
local function mark(anchor, number)
  return ('<w:bookmarkStart w:id="0" w:name="place/%s/%d"/>'):format(escaped(anchor), number)
end

local function heading(piece)
  local inlines = pandoc.Inlines {}
  for _, line in ipairs(piece.lines) do
    if #inlines > 0 then inlines:insert(pandoc.LineBreak()) end
    inlines:extend(pandoc.Inlines(line))
  end
  if piece.anchor ~= '' then inlines:insert(1, pandoc.RawInline('openxml', mark(piece.anchor, 0))) end
  return pandoc.Header(piece.level, inlines)
end

-- Puts a mark at the first words of a block; false where it has none that could carry it.
local function mark_words(block, raw)
  if block.t == 'Para' or block.t == 'Plain' then
    block.content:insert(1, pandoc.RawInline('openxml', raw))
    return true
  elseif block.t == 'BlockQuote' then
    local inner = block.content
    local found = inner[1] and mark_words(inner[1], raw)
    block.content = inner
    return found
  end
  return false
end

-- Marks the paragraphs that site and comments number: the outermost blocks, and the items of the outermost lists.
local function marked(blocks, anchor)
  local result, number = pandoc.Blocks {}, 0
  local function count()
    number = number + 1
    return mark(anchor, number)
  end
  for _, block in ipairs(blocks) do
    if block.t == 'BulletList' or block.t == 'OrderedList' then
      local items = block.content
      for _, item in ipairs(items) do
        local raw = count()
        if not (item[1] and mark_words(item[1], raw)) then
          item:insert(1, pandoc.Plain {pandoc.RawInline('openxml', raw)})
        end
      end
      block.content = items
    elseif block.t ~= 'Div' and block.t ~= 'RawBlock' then
      local raw = count()
      if not mark_words(block, raw) then result:insert(pandoc.RawBlock('openxml', raw)) end
    end
    result:insert(block)
  end
  return result
end

-- A paragraph that is nothing but a placeholder becomes what stands for it: a chart, or texts of other units.
local function with_places(blocks, places)
  if not next(places) then return blocks end
  local result = pandoc.Blocks {}
  for _, block in ipairs(blocks) do
    local held = block.t == 'Para' and pandoc.utils.stringify(block):match('^{{([a-z0-9_.:%s-]+)}}$')
    local xml = held and places[(held:gsub('%s', ''))]
    if xml then
      local first = block.content[1]
      if first.t == 'RawInline' then result:insert(pandoc.RawBlock('openxml', first.text)) end
      result:insert(pandoc.RawBlock('openxml', xml))
    else
      result:insert(block)
    end
  end
  return result
end

local function document(job)
  local blocks = pandoc.Blocks {}
  for position, piece in ipairs(job.pieces) do
    if piece.kind == 'openxml' then
      blocks:insert(pandoc.RawBlock('openxml', piece.xml))
    elseif piece.kind == 'heading' then
      blocks:insert(heading(piece))
    elseif piece.kind == 'text' then
      local text = pandoc.read(piece.markdown, DIALECT, nil, {}).blocks
      -- Walking through a text takes as long as reading it.
      if not only_words(piece.markdown) then text = text:walk(author_filter(piece.images)) end
      if piece.markdown:find('\u{FDD0}', 1, true) then text = text:walk {Inlines = footnote_filter(position)} end
      text = piece.anchor ~= '' and marked(text, piece.anchor) or text
      blocks:extend(with_places(text, piece.places))
    elseif piece.kind == 'table' then
      blocks:insert(data_table(piece))
    elseif piece.kind == 'ending' then
      blocks = close(blocks, piece.mark)
    else
      error('unknown piece ' .. tostring(piece.kind))
    end
  end
  return pandoc.Pandoc(blocks)
end

local function make(line)
  local job = pandoc.json.decode(line, false)
  local options = pandoc.WriterOptions {reference_doc = job.reference, highlight_method = 'none'}
  local content = pandoc.write(document(job), 'docx', options)
  local file = assert(io.open(job.target, 'wb'))
  assert(file:write(content))
  assert(file:close())
end

for line in io.stdin:lines() do
  local ok, message = pcall(make, line)
  io.stdout:write(ok and 'ok' or ('error ' .. tostring(message):gsub('%s+', ' ')), '\n')
  io.stdout:flush()
end
